// Compiled by ctest, not part of the program: WRONG makes a call with one argument too few, which must not build.
#include "kit/db/db.h"

lt::db::Rows call(lt::db::Transaction& tx)
{
    constexpr lt::db::Query<2> query{"test.two", "SELECT $1::int, $2::int"};
#ifdef WRONG
    return tx.run(query, 1);
#else
    return tx.run(query, 1, 2);
#endif
}
