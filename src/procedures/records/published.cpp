// The shape of the portal's pages: every field is text, lists are joined by ", ", tables by nothing at all.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "procedures/records/durations.h"
#include "procedures/records/fees.h"
#include "procedures/records/shapes.h"
#include "procedures/records/tables.h"

namespace lt::procedures {
namespace {

std::string raw(const nlohmann::json& record, const char* key)
{
    const auto found = record.find(key);
    return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string field(const nlohmann::json& record, const char* key) { return stated(raw(record, key)); }

// Parted at ", " with a plain space; the space inside "xã, phường" of one name does not break, and a comma in parentheses parts nothing.
std::vector<std::string> list_of(const nlohmann::json& record, const char* key)
{
    std::vector<std::string> out;
    const std::string text = raw(record, key);
    int depth = 0;
    std::size_t from = 0;
    const auto add = [&](std::size_t to) {
        std::string one = stated(std::string_view(text).substr(from, to - from));
        if (!one.empty() && std::ranges::find(out, one) == out.end()) out.push_back(std::move(one));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')') --depth;
        if (depth > 0 || text[i] != ',' || i + 1 == text.size() || text[i + 1] != ' ') continue;
        add(i);
        from = i + 2;
    }
    add(text.size());
    return out;
}

Channel& channel_by_way(Procedure& procedure, Way way)
{
    for (Channel& channel : procedure.channels)
        if (channel.way == way) return channel;
    return procedure.channels.emplace_back(Channel{.way = way});
}

void read_channel_text(std::string_view text, Procedure& procedure)
{
    const std::vector<ChannelRow> rows = read_channel_rows(text);
    if (rows.empty() && !text.empty()) add_issue(procedure, Trouble::channels_unclear, text);
    for (const ChannelRow& row : rows) {
        Term term{.note = row.note};
        if (row.joined) {
            term.state = TimeState::unclear;
            term.time_text = row.time;
            add_issue(procedure, Trouble::time_beside_fee,
                      row.time + (row.fees.empty() ? "" : " – " + row.fees[0].words));
            for (const FeeCell& fee : row.fees)
                term.fees.push_back({.state = FeeState::unclear, .text = fee.cell + " " + fee.words});
        } else {
            settle_times(read_time_cell(row.time), term, procedure);
            for (const FeeCell& cell : row.fees)
                for (Fee& fee : settle_fees(read_fee_cell(cell.cell), cell.words, procedure))
                    term.fees.push_back(std::move(fee));
        }
        channel_by_way(procedure, row.way).terms.push_back(std::move(term));
    }
}

}  // namespace

Procedure read_published(const nlohmann::json& record)
{
    Procedure out;
    out.code = field(record, "ma_thu_tuc");
    out.name = field(record, "ten_thu_tuc");
    out.field = field(record, "linh_vuc");
    for (const std::string& level : list_of(record, "cap_thuc_hien")) add_level(out, level);
    out.kind = field(record, "loai_thu_tuc");
    out.decision = field(record, "so_quyet_dinh");
    out.subjects = list_of(record, "doi_tuong_thuc_hien");
    out.agencies = {.decides = list_of(record, "co_quan_co_tham_quyen"),
                    .executes = list_of(record, "co_quan_thuc_hien"),
                    .supports = list_of(record, "co_quan_phoi_hop"),
                    .authorised = list_of(record, "co_quan_duoc_uy_quyen"),
                    .receives = field(record, "dia_chi_tiep_nhan")};
    out.steps = field(record, "trinh_tu_thuc_hien");
    read_channel_text(base::normalise(raw(record, "cach_thuc_thuc_hien")), out);
    out.cases = read_paper_table(base::normalise(raw(record, "thanh_phan_ho_so")), out);
    out.legal_bases = read_law_table(base::normalise(raw(record, "can_cu_phap_ly")), out);
    out.results = read_result_list(base::normalise(raw(record, "ket_qua_xu_ly")), out);
    out.conditions = without_page(base::normalise(raw(record, "yeu_cau_dieu_kien")));
    out.source = field(record, "detail_url");
    return out;
}

}  // namespace lt::procedures
