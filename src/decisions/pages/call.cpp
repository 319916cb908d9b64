#include "decisions/pages/call.h"

namespace lt::decisions::pages {

using page::msg;

std::optional<std::int64_t> Call::owner() const
{
    return is_operator() ? std::nullopt : std::optional(me().agency);
}

http::Response Call::nothing() const
{
    return refuse(base::not_found(msg("Không có mục này, hoặc bạn không được xem.")));
}

std::string Call::owner_name(const std::optional<std::int64_t>& owner) const
{
    return owner ? services.directory.snapshot()->name(*owner) : tr("Dùng chung toàn tỉnh");
}

CompiledPtr Call::version_in_path(db::Transaction& tx) const
{
    const auto id = store::find(tx, agency(), request.param("uid"));
    return id ? services.decisions->get(tx, *id) : nullptr;
}

std::string path_of(const Version& version) { return std::string(kModels) + "/" + version.uid; }

std::string validity(const page::Words& tr, const Version& version)
{
    const std::string from = base::format_day(version.valid_from);
    return version.valid_to ? from + " – " + base::format_day(*version.valid_to)
                            : tr("từ {{day}}", {{"day", from}});
}

std::string number_of(const page::Words& tr, const Version& version)
{
    return tr("Phiên bản {{version}}", {{"version", std::to_string(version.version)}});
}

std::string words_of(const Call& call, const dmn::Finding& finding)
{
    const page::Words::Values values{{"line", std::to_string(finding.line)},
                                     {"element", finding.element},
                                     {"what", call.tr(finding.message)}};
    return finding.element.empty() ? call.tr("Dòng {{line}}: {{what}}", values)
                                   : call.tr("Dòng {{line}}, “{{element}}”: {{what}}", values);
}

State state_of(const Version& version, base::Day day, bool applies)
{
    if (version.withdrawn_at) return {msg("Đã bỏ"), "govuk-tag--red lt-stop"};
    if (applies) return {msg("Đang áp dụng"), "govuk-tag--green lt-done"};
    if (version.valid_from > day) return {msg("Chưa đến ngày"), "govuk-tag--grey lt-todo"};
    if (version.valid_to && *version.valid_to < day) return {msg("Hết hiệu lực"), "govuk-tag--grey lt-done"};
    return {msg("Đã được thay"), "govuk-tag--grey lt-done"};
}

}  // namespace lt::decisions::pages
