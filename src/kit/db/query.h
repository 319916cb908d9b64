// A statement from a .sql file; made by cmake/lt.cmake, never by hand. N is the number of its parameters.
#pragma once

namespace lt::db {

template <int N>
struct Query {
    const char* name;
    const char* text;
};

}  // namespace lt::db
