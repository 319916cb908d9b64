// What sending and receiving work with, and the names of subjects and streams. Inside exchange/nodes.
#pragma once

#include <set>
#include <string>

#include "exchange/nodes/nodes.h"
#include "kit/base/locked.h"

namespace lt::exchange::nodes {

struct Desk {
    Services& services;
    nats::Connection& line;
    crypto::Signer& signer;
    NodeOptions options;
    base::Locked<std::set<std::string>> reached{};  // nodes whose streams are there
};

inline constexpr const char* kNote = "Lt-Note";
inline constexpr const char* kSignature = "Lt-Signature";
inline constexpr const char* kConsumer = "node";
// A message up to this size travels with its note; of a longer one the parts go ahead.
inline constexpr std::size_t kPart = 512 << 10;

// Of the node with this code: messages for it, parts of long ones, receipts for it.
enum class Way : unsigned char { mail, parts, receipts };
nats::Stream stream_of(Way way, const std::string& code, int replicas);
std::string subject_of(Way way, const std::string& code, const std::string& dispatch);
std::string part_of(const std::string& code, const std::string& dispatch, std::size_t number);
std::string all_parts_of(const std::string& code, const std::string& dispatch);
// The streams towards a node are there; asked for once, and again after a failure.
void ensure_towards(Desk& desk, const std::string& code);
void lost(Desk& desk, const std::string& code);

}  // namespace lt::exchange::nodes
