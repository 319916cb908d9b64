#include "kit/pdf/long_term.h"

#include <set>

#include "kit/crypto/digest.h"
#include "kit/pdf/form.h"
#include "kit/pdf/hole.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/syntax.h"

namespace lt::pdf {
namespace {

// A list of the store with what it lacks put in; nothing when it has all.
std::optional<std::string> extended(Update& update, QPDFObjectHandle list,
                                    const std::vector<std::string>& wanted)
{
    std::set<std::string> known;
    std::string items;
    for (int i = 0; list.isArray() && i < list.getArrayNItems(); ++i) {
        QPDFObjectHandle one = list.getArrayItem(i);
        items += one.unparse() + " ";
        if (!one.isStream()) continue;
        const auto data = one.getStreamData();
        known.insert(crypto::sha256({reinterpret_cast<const char*>(data->getBuffer()), data->getSize()}));
    }
    bool is_new = false;
    for (const std::string& der : wanted) {
        if (!known.insert(crypto::sha256(der)).second) continue;
        items += to_text(update.add(stream("", der))) + " ";
        is_new = true;
    }
    if (!is_new) return std::nullopt;
    return "[" + items + "]";
}

}  // namespace

base::Result<std::string> add_validation_data(const File& file, const ValidationData& data)
{
    if (auto error = no_update(file)) return *error;
    QPDFObjectHandle root = file.objects().getRoot();
    QPDFObjectHandle store = root.getKey("/DSS");
    if (!store.isDictionary()) store = QPDFObjectHandle::newDictionary();
    Update update(file);
    std::map<std::string, std::string> changes;
    try {
        const std::pair<const char*, const std::vector<std::string>*> lists[] = {
            {"/Certs", &data.certificates}, {"/CRLs", &data.crls}, {"/OCSPs", &data.ocsps}};
        for (const auto& [key, wanted] : lists)
            if (auto list = extended(update, store.getKey(key), *wanted)) changes[key] = std::move(*list);
    } catch (const std::exception&) {
        return base::conflict("Dữ liệu xác thực lâu dài trong tệp bị hỏng, không bổ sung được.");
    }
    if (changes.empty()) return std::string(file.bytes());
    changes["/Type"] = "/DSS";
    if (store.isIndirect())
        update.set(ref_of(store), with(store, changes));
    else
        update.set(ref_of(root), with(root, {{"/DSS", to_text(update.add(with(store, changes)))}}));
    return update.finish();
}

base::Result<Unsigned> begin_document_timestamp(const File& file, std::size_t room)
{
    if (auto error = no_update(file)) return *error;
    std::string name;
    int number_of_stamp = 1;
    do {
        name = "dau_thoi_gian_" + std::to_string(number_of_stamp++);
    } while (field_named(file, name));
    Update update(file);
    Hole hole(update, Unsigned::Holds::timestamp, room, "");
    const QPDFObjectHandle page = file.objects().getAllPages().front();
    const Ref field =
        update.add("<</Type/Annot/Subtype/Widget/FT/Sig/F 132/T" + text_string(name) + "/Rect[0 0 0 0]/P " +
                   to_text(ref_of(page)) + "/V " + to_text(hole.signature()) + ">>");
    add_to_form(file, update, {{field, 1}}, FormState::signed_already);
    return hole.finish();
}

}  // namespace lt::pdf
