// One version: its tables, how long it holds, what came before and after it, and a box to try it out in.
#include <array>

#include <nlohmann/json.hpp>

#include "decisions/pages/call.h"
#include "kit/page/notice.h"

namespace lt::decisions::pages {
namespace {

using html::View;
using page::msg;

constexpr std::array kNotices{
    page::Notice{"deployed",
                 msg("Đã thêm phiên bản. Quyết định từ ngày có hiệu lực được tính theo phiên bản này.")},
    page::Notice{"same", msg("Phiên bản mới nhất đã đúng như thế, không thêm gì.")},
    page::Notice{"withdrawn", msg("Đã bỏ phiên bản. Những gì đã quyết định theo nó vẫn giữ nguyên.")},
};

View fact(const std::string& key, const std::string& value)
{
    return {{"key", key}, {"value", value}, {"href", false}, {"note", false}};
}

View facts_of(const Call& call, const Version& version)
{
    const auto& tr = call.tr;
    View facts =
        View::array({fact(tr("Mã"), version.key), fact(tr("Phiên bản"), std::to_string(version.version)),
                     fact(tr("Của"), call.owner_name(version.agency)),
                     fact(tr("Hiệu lực"), validity(tr, version)), fact(tr("Căn cứ pháp lý"), version.basis)});
    if (!version.note.empty()) facts.push_back(fact(tr("Có gì mới"), version.note));
    const std::string at = base::format_vietnam(version.deployed_at);
    facts.push_back(
        fact(tr("Triển khai"), version.deployed_by.empty() ? at : at + ", " + version.deployed_by));
    if (version.withdrawn_at)
        facts.push_back(fact(tr("Bị bỏ"), base::format_vietnam(*version.withdrawn_at) + ", " +
                                              version.withdrawn_by + ": " + version.withdrawn_why));
    return facts;
}

// What the model says, or why this release can't read it any more.
void add_model(View& view, const Call& call, const CompiledPtr& compiled, db::Transaction& tx)
{
    view["unreadable"] = View::array();
    for (const dmn::Finding& one : compiled->findings)
        view["unreadable"].push_back({{"text", words_of(call, one)}});
    view["has_unreadable"] = !compiled->model;
    view["trial"] = view["description"] = false;
    if (!compiled->model) return add_drawn(view, call, {}, {});
    const auto hits = add_trial(view, call, compiled);
    const dmn::Outline outline = dmn::outline(store::source(tx, compiled->version.id));
    if (!outline.description.empty()) view["description"] = outline.description;
    add_drawn(view, call, outline, hits);
}

}  // namespace

http::Response model_show(const Call& call)
{
    db::Transaction tx = call.begin();
    const CompiledPtr compiled = call.version_in_path(tx);
    if (!compiled) return call.nothing();
    // The operator sees another's model in the light of its owner.
    const std::int64_t agency = call.is_operator() ? compiled->version.agency.value_or(0) : call.agency();
    Version version = compiled->version;
    const CompiledPtr valid = call.services.decisions->valid(tx, agency, version.key, call.today());
    const auto applies = [&](const Version& one) { return valid && valid->version.id == one.id; };
    View versions = View::array();
    for (const Version& one : store::versions(tx, agency, version.key)) {
        const State state = state_of(one, call.today(), applies(one));
        versions.push_back({{"href", path_of(one)},
                            {"text", number_of(call.tr, one)},
                            {"owner", call.owner_name(one.agency)},
                            {"validity", validity(call.tr, one)},
                            {"basis", one.basis},
                            {"state", call.tr(state.text)},
                            {"css", state.css},
                            {"here", one.id == version.id}});
        if (one.id == version.id) version = one;  // as it is now: it may have been withdrawn
    }
    const State state = state_of(version, call.today(), applies(version));
    View view{{"title", version.name},
              {"path", path_of(version)},
              {"uid", version.uid},
              {"state", call.tr(state.text)},
              {"css", state.css},
              {"facts", facts_of(call, version)},
              {"versions", std::move(versions)},
              {"may_deploy", call.may_deploy()},
              {"may_withdraw", call.may_deploy() && !version.withdrawn_at && version.agency == call.owner()}};
    add_model(view, call, compiled, tx);
    page::add_notice(view, call.request, kNotices, call.tr);
    return call.services.pages.show(call.request, "decisions/model", std::move(view));
}

http::Response model_source(const Call& call)
{
    db::Transaction tx = call.begin();
    const CompiledPtr compiled = call.version_in_path(tx);
    if (!compiled) return call.nothing();
    const Version& version = compiled->version;
    http::Response answer{.status = 200,
                          .headers = {{"Content-Type", "application/xml"}},
                          .body = store::source(tx, version.id)};
    answer.header("Content-Disposition",
                  "attachment; filename=\"" + version.key + "-" + std::to_string(version.version) + ".dmn\"");
    return answer;
}

}  // namespace lt::decisions::pages
