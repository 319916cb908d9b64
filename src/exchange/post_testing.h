// For tests: a message goes into the queue as if it had been made here.
#pragma once

#include "exchange/taking.h"

namespace lt::exchange {

inline Posted post_one(Services& services, const std::string& bytes)
{
    const auto writer = services.blobs.writer();
    writer->write(std::as_bytes(std::span(bytes)));
    const blob::Blob blob = writer->finish();
    const auto read = read_message(services.blobs, blob.sha256);
    db::Transaction tx = services.pool.begin({});
    const auto& message = std::get<edxml::Message>(read);
    const auto to = addressees_of(tx, services, message);
    const Posted posted =
        post(tx, services, new_message(message, 0, blob), std::get<std::vector<Addressee>>(to));
    tx.commit();
    return posted;
}

}  // namespace lt::exchange
