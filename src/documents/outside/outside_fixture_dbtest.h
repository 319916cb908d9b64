// The small province, with agencies elsewhere: xã Ngoài and xã Xa are carried by one system, xã Khác by another.
#pragma once

#include <sstream>

#include "documents/fixture_dbtest.h"
#include "exchange/edxml/reader.h"
#include "exchange/edxml/writer.h"

namespace lt::documents {

class OutsideTest : public DocumentsTest {
protected:
    static constexpr std::int64_t kNear = 4, kFar = 5, kOther = 6;
    static constexpr const char* kLetterId = "H05.20,2026/11/18,7/UBND-VP";

    OutsideTest()
    {
        make_agency(kNear, "H05.20", "UBND xã Ngoài", "UBND", "VP");
        make_agency(kFar, "H05.21", "UBND xã Xa", "UBND", "VP");
        make_agency(kOther, "H05.22", "UBND xã Khác", "UBND", "VP");
        connect(1, "vxp.saas.02", "Phần mềm xã", {kNear, kFar});
        connect(2, "vxp.saas.03", "Phần mềm khác", {kOther});
        directory_changed();
    }

    void connect(int id, const std::string& code, const std::string& name,
                 const std::vector<std::int64_t>& agencies)
    {
        database.execute(
            "INSERT INTO connected_systems (id, uid, code, name, kind, secret, rate, largest, created_at, secret_at) "
            "OVERRIDING SYSTEM VALUE VALUES (" +
            std::to_string(id) + ",'" + base::new_uid(clock->now()) + "','" + code + "','" + name +
            "','client','x',600,10485760,now(),now())");
        for (const std::int64_t agency : agencies)
            database.execute("UPDATE agencies SET system_id = " + std::to_string(id) +
                             " WHERE id = " + std::to_string(agency));
    }
    void directory_changed()
    {
        database.execute("UPDATE directory_version SET version = version + 1");
        directory_.refresh();
    }
    void work()
    {
        while (queue.run_due() > 0) {}
    }

    // What was made here for systems elsewhere, in order.
    std::vector<edxml::Message> made(const std::string& kind = "edoc")
    {
        std::istringstream addresses(database.value(
            "SELECT coalesce(string_agg(sha256, ' ' ORDER BY id), '') FROM axis_messages WHERE system_id IS NULL "
            "AND kind = '" +
            kind + "'"));
        std::vector<edxml::Message> out;
        for (std::string sha256; addresses >> sha256;) {
            edxml::Result read = edxml::read_bytes(blobs.get(sha256, 1 << 20));
            const auto* message = std::get_if<edxml::Message>(&read);
            EXPECT_NE(message, nullptr) << std::get_if<edxml::Error>(&read)->message;
            if (message != nullptr) out.push_back(*message);
        }
        return out;
    }
    // The codes of statuses made here, in order: "01 03".
    std::string codes_made()
    {
        std::string out;
        for (const edxml::Message& one : made("status")) out += (out.empty() ? "" : " ") + one.status_code;
        return out;
    }
    std::string items() { return database.value("SELECT count(*) FROM axis_items"); }

    // A message of an agency elsewhere comes in for these agencies here. Gives what the operator sees of it: "done", or the reason.
    std::string arrives(const edxml::Message& message, const std::vector<std::string>& to, int system = 1)
    {
        const auto bytes = edxml::write_bytes(
            message,
            [](std::size_t) {
                return [rest = std::string_view("%PDF-1.4\n%%EOF\n")](std::span<char> buffer) mutable {
                    const std::size_t count = rest.copy(buffer.data(), buffer.size());
                    rest.remove_prefix(count);
                    return count;
                };
            },
            {.rules = edxml::Rules::passed_on});
        EXPECT_TRUE(bytes) << bytes.error().message.str();
        const bool is_status = message.kind == edxml::Kind::status;
        exchange::NewMessage row{.kind = message.kind,
                                 .system = system,
                                 .from_code = message.from.organ_id,
                                 .from_name = message.from.name,
                                 .document_id = is_status ? message.responses_for.front().document_id
                                                          : message.document_id,
                                 .business = message.business.type.value_or(edxml::BusinessType::create),
                                 .status_code = message.status_code,
                                 .bytes = blobs.put(*bytes)};
        std::vector<exchange::Addressee> addressees;
        for (const std::string& code : to) addressees.push_back({code, code, 0});
        std::string uid;
        {
            db::Transaction tx = database.pool().begin({});
            const auto posted = exchange::post(tx, exchange_services, row, addressees);
            if (!posted.again) tx.commit();
            uid = posted.uid;
        }
        work();
        return database.value(
            "SELECT string_agg(DISTINCT CASE state WHEN 'done' THEN 'done' ELSE state || ': ' || why END, '; ') "
            "FROM axis_items i JOIN axis_messages m ON m.id = i.message_id WHERE m.uid = '" +
            uid + "'");
    }

    edxml::Message letter_from_near(const std::string& id = kLetterId)
    {
        edxml::Message m;
        m.from = {.organ_id = "H05.20", .name = "UBND xã Ngoài"};
        m.to = {{.organ_id = "H05.09187", .name = "UBND phường Kinh Bắc"}};
        m.document_id = id;
        m.code_number = "7";
        m.code_notation = "UBND-VP";
        m.promulgation_date = base::Day(std::chrono::year(2026) / 11 / 18);
        m.type = 2;
        m.type_name = "Công văn";
        m.subject = "Phối hợp quản lý đê";
        m.traces.push_back({.organ_id = "H05.20", .at = kStart});
        m.attachments.push_back({.name = "van-ban.pdf"});
        return m;
    }
    // What an agency elsewhere says of a document: of ours, or, code 13, of its own.
    edxml::Message status(const std::string& from, const std::string& to, const std::string& id,
                          const std::string& code, const std::string& words = "")
    {
        edxml::Message m;
        m.kind = edxml::Kind::status;
        m.from = {.organ_id = from, .name = from};
        m.responses_for.push_back({.organ_id = to,
                                   .code = "7/UBND-VP",
                                   .promulgation_date = base::Day(std::chrono::year(2026) / 11 / 18),
                                   .document_id = id});
        m.status_code = code;
        m.status_description = words;
        m.status_at = clock->now();
        return m;
    }
    RecipientRow recipient(const std::string& uid, std::int64_t agency)
    {
        const auto seen = document(services, office.clerk, uid);
        EXPECT_TRUE(seen);
        for (const RecipientRow& row : seen->recipients)
            if (row.agency == agency) return row;
        ADD_FAILURE() << "not a recipient: " << agency;
        return {};
    }
};

}  // namespace lt::documents
