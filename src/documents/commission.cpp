// See api.h.
#include "documents/api.h"
#include "documents/lists.h"

namespace lt::documents {

std::vector<std::pair<std::string, std::string>> kinds_to_draft(Services& services)
{
    std::vector<std::pair<std::string, std::string>> out;
    for (const Kind& kind : kinds(services))
        if (kind.copy_form.empty()) out.emplace_back(kind.code, kind.name);
    return out;
}

base::Result<std::string> commission(Services& services, const accounts::Me& me,
                                     const std::string& request_id, const Commission& wish)
{
    Draft draft;
    draft.kind_code = wish.kind_code;
    draft.subject = wish.subject;
    draft.signer = wish.signer;
    draft.recipients = wish.recipients;
    const auto created = create_draft(services, actor_of(me, request_id), wish.key, draft, {});
    if (!created) return created.error();
    return created->uid;
}

std::optional<Fulfilment> find_issued(Services& services, std::int64_t agency, const std::string& uid)
{
    const Actor nobody{.agency = agency, .role = directory::Role::registry_clerk};
    const auto found = document(services, nobody, uid);
    if (!found || !found->own || found->state != DocumentState::issued) return std::nullopt;
    Fulfilment out{.notation = found->notation,
                   .subject = found->subject,
                   .issued_on = found->issued_on,
                   .signer = found->signer_name};
    if (!found->files.empty()) {
        const FileRow& file = found->files.front();
        out.file_name = file.name;
        out.media_type = file.media_type;
        out.size = file.size;
        out.sha256 = file.sha256;
    }
    return out;
}

bool is_there(Services& services, std::int64_t agency, const std::string& uid)
{
    const Actor nobody{.agency = agency, .role = directory::Role::registry_clerk};
    const auto found = document(services, nobody, uid);
    return found && found->own;
}

}  // namespace lt::documents
