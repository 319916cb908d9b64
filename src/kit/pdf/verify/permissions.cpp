#include "kit/pdf/verify/permissions.h"

#include <algorithm>
#include <charconv>

namespace lt::pdf {
namespace {

void take_lock(const Revision& revision, const Dictionary& lock, Permissions& out)
{
    const std::string_view action = revision.get(lock, "Action").name();
    if (action == "All")
        out.lock = Permissions::Lock::all;
    else if (action == "Include")
        out.lock = Permissions::Lock::these;
    else if (action == "Exclude")
        out.lock = Permissions::Lock::all_but_these;
    else
        return;
    out.locked.clear();
    const Array* fields = revision.get(lock, "Fields").array();
    for (std::size_t i = 0; fields != nullptr && i < fields->size(); ++i)
        if (const Text* name = revision.resolved((*fields)[i]).text()) out.locked.insert(utf8_of(*name));
}

void take_level(const Revision& revision, const Dictionary& parameters, Permissions& out, int otherwise)
{
    const std::int64_t* level = revision.get(parameters, "P").integer();
    if (level == nullptr && otherwise == 0) return;
    const int value = level != nullptr && *level >= 1 && *level <= 3 ? static_cast<int>(*level)
                                                                     : (level == nullptr ? otherwise : 1);
    out.level = std::min(out.level.value_or(3), value);
}

}  // namespace

Permissions permissions_of(const Revision& revision, const Dictionary& signature, const Dictionary* lock)
{
    Permissions out;
    if (lock != nullptr) {
        take_lock(revision, *lock, out);
        take_level(revision, *lock, out, 0);
    }
    const Array* references = revision.get(signature, "Reference").array();
    for (std::size_t i = 0; references != nullptr && i < references->size(); ++i) {
        const Dictionary* one = revision.resolved((*references)[i]).dictionary();
        if (one == nullptr) continue;
        static const Dictionary kNone;
        const Dictionary* parameters = revision.get(*one, "TransformParams").dictionary();
        if (parameters == nullptr) parameters = &kNone;
        const std::string_view method = revision.get(*one, "TransformMethod").name();
        if (method == "DocMDP") {
            out.certifies = true;
            take_level(revision, *parameters, out, 2);
        } else if (method == "FieldMDP") {
            take_lock(revision, *parameters, out);
        }
    }
    return out;
}

std::string Permissions::broken_by(const Step& step) const
{
    if (level) {
        if (step.change == Change::annotation && *level < 3)
            return "notes were added, which the signature forbids";
        if (step.change == Change::form_filling && *level < 2)
            return "fields were changed, which the signature forbids";
        if (certifies && step.new_visible_field)
            return "a visible place for a signature was added to a certified document";
    }
    for (const std::string& field : step.fields) {
        const bool named = std::any_of(locked.begin(), locked.end(), [&](const std::string& one) {
            return field == one || field.starts_with(one + ".");
        });
        if (lock == Lock::all || (lock == Lock::these && named) || (lock == Lock::all_but_these && !named))
            return "the field “" + field + "” was locked by the signature";
    }
    return "";
}

std::optional<base::Time> time_of(std::string_view date)
{
    if (date.starts_with("D:")) date.remove_prefix(2);
    int part[6] = {0, 1, 1, 0, 0, 0};
    static constexpr std::size_t kDigits[6] = {4, 2, 2, 2, 2, 2};
    for (std::size_t i = 0; i < 6; ++i) {
        if (date.empty() || date[0] < '0' || date[0] > '9') {
            if (i == 0) return std::nullopt;
            break;
        }
        if (date.size() < kDigits[i]) return std::nullopt;
        const auto [end, error] = std::from_chars(date.data(), date.data() + kDigits[i], part[i]);
        if (error != std::errc() || end != date.data() + kDigits[i]) return std::nullopt;
        date.remove_prefix(kDigits[i]);
    }
    const std::chrono::year_month_day day{std::chrono::year(part[0]),
                                          std::chrono::month(static_cast<unsigned>(part[1])),
                                          std::chrono::day(static_cast<unsigned>(part[2]))};
    if (!day.ok() || part[3] > 23 || part[4] > 59 || part[5] > 59) return std::nullopt;
    base::Time time = base::Time(base::Day(day)) + std::chrono::hours(part[3]) +
                      std::chrono::minutes(part[4]) + std::chrono::seconds(part[5]);
    if (date.size() >= 3 && (date[0] == '+' || date[0] == '-')) {
        int hours = 0;
        int minutes = 0;
        std::from_chars(date.data() + 1, date.data() + 3, hours);
        if (date.size() >= 6) std::from_chars(date.data() + 4, date.data() + 6, minutes);
        const std::chrono::minutes offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
        time += date[0] == '+' ? -offset : offset;
    }
    return time;
}

}  // namespace lt::pdf
