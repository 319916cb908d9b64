// Names of kit/db for headers that only pass them on.
#pragma once

namespace lt::db {
template <int N>
struct Query;
class Rows;
class Row;
class Value;
class Transaction;
class Pool;
struct Scope;
}  // namespace lt::db
