// How a field may look after it was filled in: as its value says, and as nothing else.
#include <algorithm>
#include <cmath>

#include "kit/pdf/verify/shown_text.h"
#include "kit/pdf/verify/step_judge.h"

namespace lt::pdf {
namespace {

constexpr std::int64_t kPassword = 8192;  // of /Ff
constexpr std::int64_t kComboBox = 131'072;

std::int64_t kind_of(const Revision& revision, const Dictionary& field)
{
    const std::int64_t* flags = revision.get(field, "Ff").integer();
    return flags == nullptr ? 0 : *flags;
}

std::optional<std::array<double, 4>> box_of(const Revision& revision, const Value& value)
{
    const Array* box = revision.resolved(value).array();
    std::array<double, 4> out{};
    if (box == nullptr || box->size() != 4) return std::nullopt;
    for (std::size_t i = 0; i < 4; ++i)
        if (!revision.resolved((*box)[i]).number(out[i])) return std::nullopt;
    if (out[0] > out[2]) std::swap(out[0], out[2]);
    if (out[1] > out[3]) std::swap(out[1], out[3]);
    return out;
}

// The drawing is fitted into the widget (12.5.5); one of another size would be seen through a lens.
bool same_size(const std::array<double, 4>& box, const std::array<double, 4>& rect)
{
    const auto near = [](double a, double b) { return std::abs(a - b) <= 2 + b / 10; };
    const double width = box[2] - box[0];
    const double height = box[3] - box[1];
    const double wide = rect[2] - rect[0];
    const double high = rect[3] - rect[1];
    return (near(width, wide) && near(height, high)) || (near(width, high) && near(height, wide));
}

// What the widget had around its text when it was signed.
Surroundings surroundings(const Revision& revision, const Dictionary& widget)
{
    Surroundings out;
    const Dictionary* colours = revision.get(widget, "MK").dictionary();
    if (colours == nullptr) return out;
    const auto has = [&](const char* key) {
        const Array* colour = revision.get(*colours, key).array();
        return colour != nullptr && !colour->empty();
    };
    out.background = has("BG");
    if (!has("BC")) return out;
    double width = 1;
    if (const Dictionary* style = revision.get(widget, "BS").dictionary())
        revision.get(*style, "W").number(width);
    // A raised border takes twice its width.
    out.border = 2 * std::clamp(width, 0.0, 4.0) + 1;
    return out;
}

// What a choice may show: the words for its value; a list, a part of all its options.
bool shows_choice(const Revision& revision, const Dictionary& field, const std::u32string& shown,
                  const std::u32string& value)
{
    std::u32string all;
    const Array* options = revision.get(field, "Opt").array();
    for (std::size_t i = 0; options != nullptr && i < options->size(); ++i) {
        const Value& one = revision.resolved((*options)[i]);
        const Array* pair = one.array();
        if (pair != nullptr && pair->size() != 2) return false;
        const Text* words = (pair == nullptr ? one : revision.resolved((*pair)[1])).text();
        const Text* name = (pair == nullptr ? one : revision.resolved((*pair)[0])).text();
        if (words == nullptr || name == nullptr) return false;
        all += letters_of(*words);
        if (letters_of(*name) == value && same_text(shown, letters_of(*words))) return true;
    }
    return (kind_of(revision, field) & kComboBox) == 0 && all.find(shown) != std::u32string::npos;
}

bool is_hidden_word(const std::u32string& shown)
{
    return std::all_of(shown.begin(), shown.end(),
                       [](char32_t c) { return c == U'*' || c == U'\u2022' || c == U'\u25cf'; });
}

}  // namespace

bool StepJudge::value_changed(const Field& before, const Field& after) const
{
    return !equal((*before.dictionary)["V"], (*after.dictionary)["V"]) ||
           (after.value_object != 0 && changed_.contains(after.value_object));
}

bool StepJudge::redrawn(const Value& before, const Value& after) const
{
    if (!equal(before, after)) return true;
    const auto changed = [&](const Value& value) {
        return value.reference() != nullptr && changed_.contains(value.reference()->number);
    };
    if (changed(after)) return true;
    const Dictionary* pictures = new_.resolved(after).dictionary();
    if (pictures == nullptr) return false;
    return std::any_of(pictures->entries.begin(), pictures->entries.end(), [&](const auto& entry) {
        if (changed(entry.second)) return true;
        const Value& states = new_.resolved(entry.second);
        return states.stream() == nullptr && states.dictionary() != nullptr &&
               std::any_of(states.dictionary()->entries.begin(), states.dictionary()->entries.end(),
                           [&](const auto& state) { return changed(state.second); });
    });
}

bool StepJudge::redrawn_wrongly(const Dictionary& was, const Dictionary& is, const Field& before,
                                const Field& after)
{
    if (after.type == "Tx" || after.type == "Ch" || !redrawn(was["AP"], is["AP"])) return false;
    // A seal is drawn by whoever signs there, in the act of signing.
    if (after.type == "Sig" && value_changed(before, after)) return false;
    undefined("the field “" + after.name + "” was drawn anew");
    return true;
}

// A form that is filled in can't say one thing and show another.
bool StepJudge::value_is_shown(const Field& before, const Field& after)
{
    if (after.type != "Tx" && after.type != "Ch") return true;
    const auto good = [&](const Dictionary* was, const Dictionary* is) {
        if (was == nullptr || is == nullptr) return undefined("a widget was changed");
        if (!value_changed(before, after) && !redrawn((*was)["AP"], (*is)["AP"]) &&
            equal((*was)["DA"], (*is)["DA"]))
            return true;
        return shows_value(*was, *is, after) ||
               undefined("the field “" + after.name + "” shows something else than its value");
    };
    if (!good(before.dictionary, after.dictionary)) return false;
    return std::all_of(after.widgets.begin(), after.widgets.end(), [&](int number) {
        return good(old_.object(number).dictionary(), new_.object(number).dictionary());
    });
}

bool StepJudge::shows_value(const Dictionary& was, const Dictionary& widget, const Field& field)
{
    const Dictionary* looks = new_.get(widget, "AP").dictionary();
    if (looks == nullptr || !looks->has("N")) {
        // The reader draws it, in the way that was signed.
        return equal(was["DA"], widget["DA"]);
    }
    const Dictionary* old_looks = old_.get(was, "AP").dictionary();
    for (const auto& [key, look] : looks->entries)
        if (key != "N" && (old_looks == nullptr || redrawn((*old_looks)[key], look))) return false;
    const Stream* normal = new_.get(*looks, "N").stream();
    const auto rect = box_of(new_, widget["Rect"]);
    if (normal == nullptr || !rect) return false;
    const auto box = box_of(new_, normal->dictionary["BBox"]);
    if (!box || !same_size(*box, *rect)) return false;
    Surroundings around = surroundings(old_, was);
    around.box = *box;
    const std::int64_t kind = kind_of(new_, *field.dictionary);
    const bool list = field.type == "Ch" && (kind & kComboBox) == 0;
    if (list) around.background = true;  // of the option that is chosen
    const Dictionary* form = new_.get(new_.catalog(), "AcroForm").dictionary();
    const auto shown =
        shown_text(new_, *normal, form, around, [&](const Value& font) { return trusts_font(font); });
    if (!shown) return false;
    const Text* text = field.value.text();
    // Several options that are chosen are an array; a long text may be a stream, which nobody compares here.
    if (text == nullptr && !field.value.is_null() && !list) return shown->empty();
    const std::u32string value = text == nullptr ? std::u32string() : letters_of(*text);
    if (same_text(*shown, value)) return true;
    if (field.type == "Ch") return shows_choice(old_, *field.dictionary, *shown, value);
    return (kind & kPassword) != 0 && is_hidden_word(*shown);
}

// It was there before, for the document that was signed; a new one may draw any letter as any other.
bool StepJudge::trusts_font(const Value& font) const
{
    const Ref* ref = font.reference();
    return ref != nullptr && was_there(ref->number) && !changed_.contains(ref->number);
}

}  // namespace lt::pdf
