#include "kit/pdf/verify/drawn.h"

#include <algorithm>
#include <array>
#include <set>

namespace lt::pdf {
namespace {

constexpr int kMostNested = 6;  // forms in forms, pages below pages
constexpr std::size_t kMostBoxes = 200'000;
constexpr std::size_t kMostStates = 1000;
constexpr double kTouching = 1;  // points: what meets at an edge does not cover

// x' = a x + c y + e, y' = b x + d y + f (ISO 32000-1, 8.3.3).
struct Matrix {
    double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};

// `first`, then `second`.
Matrix operator*(const Matrix& first, const Matrix& second)
{
    return {first.a * second.a + first.b * second.c,
            first.a * second.b + first.b * second.d,
            first.c * second.a + first.d * second.c,
            first.c * second.b + first.d * second.d,
            first.e * second.a + first.f * second.c + second.e,
            first.e * second.b + first.f * second.d + second.f};
}

Area moved(const Area& box, const Matrix& m)
{
    const std::array<double, 4> x{box.left, box.left, box.right, box.right};
    const std::array<double, 4> y{box.bottom, box.top, box.bottom, box.top};
    Area out{1e9, 1e9, -1e9, -1e9};
    for (std::size_t i = 0; i < 4; ++i) {
        out.left = std::min(out.left, m.a * x[i] + m.c * y[i] + m.e);
        out.right = std::max(out.right, m.a * x[i] + m.c * y[i] + m.e);
        out.bottom = std::min(out.bottom, m.b * x[i] + m.d * y[i] + m.f);
        out.top = std::max(out.top, m.b * x[i] + m.d * y[i] + m.f);
    }
    return out;
}

std::optional<std::vector<double>> numbers_in(const Revision& revision, const Value& value, std::size_t count)
{
    const Array* list = revision.resolved(value).array();
    if (list == nullptr || list->size() != count) return std::nullopt;
    std::vector<double> out(count);
    for (std::size_t i = 0; i < count; ++i)
        if (!revision.resolved((*list)[i]).number(out[i])) return std::nullopt;
    return out;
}

class Drawing {
public:
    explicit Drawing(const Revision& revision) : revision_(revision) {}
    std::vector<Area> boxes{};

    bool run(const std::string& content, const Dictionary* resources, const Matrix& start, int depth)
    {
        Scope scope{.resources = resources, .depth = depth, .state = {.matrix = start}};
        Lexer lexer(content, 0, revision_.source().budget());
        std::vector<Value> operands;
        while (true) {
            lexer.skip_space();
            if (lexer.at_end()) return true;
            Value value;
            Lexer ahead = lexer;
            if (ahead.take_value(value)) {
                lexer = ahead;
                if (operands.size() < 64) operands.push_back(std::move(value));
                continue;
            }
            const std::size_t begin = lexer.at();
            while (!lexer.at_end() && !is_space(content[lexer.at()]) && !is_delimiter(content[lexer.at()]))
                lexer.skip_byte();
            if (lexer.at() == begin) lexer.skip_byte();
            const std::string operation = content.substr(begin, lexer.at() - begin);
            if (operation == "ID") {
                // The bytes of a picture inside the content are no operators.
                boxes.push_back(moved({0, 0, 1, 1}, scope.state.matrix));
                const std::size_t end = content.find("EI", lexer.at());
                if (end == std::string::npos) return true;
                lexer = Lexer(content, end + 2, revision_.source().budget());
            } else if (!take(operation, operands, scope)) {
                return false;
            }
            operands.clear();
            if (boxes.size() > kMostBoxes) return false;
        }
    }

private:
    struct State {
        Matrix matrix{};
        double size = 0;
        double leading = 0;
        double bytes_of_letter = 1;
    };
    struct Scope {
        const Dictionary* resources = nullptr;
        int depth = 0;
        State state{};
        std::vector<State> saved{};
        Matrix line{};
        Matrix text{};
    };

    bool take(const std::string& operation, const std::vector<Value>& operands, Scope& scope)
    {
        const auto number = [&](std::size_t i) {
            double out = 0;
            if (i < operands.size()) operands[i].number(out);
            return out;
        };
        const auto matrix = [&] {
            return Matrix{number(0), number(1), number(2), number(3), number(4), number(5)};
        };
        const auto next_line = [&](double x, double y) {
            scope.line = Matrix{1, 0, 0, 1, x, y} * scope.line;
            scope.text = scope.line;
        };
        State& state = scope.state;
        if (operation == "q") {
            if (scope.saved.size() > kMostStates) return false;
            scope.saved.push_back(state);
        } else if (operation == "Q" && !scope.saved.empty()) {
            state = scope.saved.back();
            scope.saved.pop_back();
        } else if (operation == "cm") {
            state.matrix = matrix() * state.matrix;
        } else if (operation == "BT") {
            scope.line = scope.text = {};
        } else if (operation == "Tm") {
            scope.line = scope.text = matrix();
        } else if (operation == "Td") {
            next_line(number(0), number(1));
        } else if (operation == "TD") {
            state.leading = -number(1);
            next_line(number(0), number(1));
        } else if (operation == "T*") {
            next_line(0, -state.leading);
        } else if (operation == "TL") {
            state.leading = number(0);
        } else if (operation == "Tf" && operands.size() >= 2) {
            state.size = number(1);
            const Dictionary* font = resource(scope, "Font", operands[0].name()).dictionary();
            state.bytes_of_letter =
                font != nullptr && revision_.get(*font, "Subtype").name() == "Type0" ? 2 : 1;
        } else if (operation == "Tj" || operation == "TJ" || operation == "'" || operation == "\"") {
            if (operation == "'" || operation == "\"") next_line(0, -state.leading);
            if (!operands.empty()) show(operands.back(), scope);
        } else if (operation == "Do" && !operands.empty()) {
            return draw(resource(scope, "XObject", operands[0].name()), scope);
        }
        return true;
    }

    const Value& resource(const Scope& scope, std::string_view kind, std::string_view name) const
    {
        static const Value kNone;
        const Dictionary* all =
            scope.resources == nullptr ? nullptr : revision_.get(*scope.resources, kind).dictionary();
        return all == nullptr ? kNone : revision_.get(*all, name);
    }

    void show(const Value& value, Scope& scope)
    {
        const Array* pieces = value.array();
        double width = 0;
        bool shown = false;
        const auto add = [&](const Value& one) {
            double shift = 0;
            if (const Text* text = one.text()) {
                width += static_cast<double>(text->bytes.size()) / scope.state.bytes_of_letter * 0.5 *
                         scope.state.size;
                shown = shown || text->bytes.find_first_not_of(' ') != std::string::npos;
            } else if (one.number(shift)) {
                width -= shift / 1000 * scope.state.size;
            }
        };
        if (pieces != nullptr)
            std::for_each(pieces->begin(), pieces->end(), add);
        else
            add(value);
        const double size = scope.state.size;
        if (shown)
            boxes.push_back(moved({0, -0.2 * size, width, 0.7 * size}, scope.text * scope.state.matrix));
        scope.text = Matrix{1, 0, 0, 1, width, 0} * scope.text;
    }

    bool draw(const Value& object, const Scope& scope)
    {
        const Stream* stream = object.stream();
        if (stream == nullptr) return true;
        if (revision_.get(stream->dictionary, "Subtype").name() != "Form") {
            boxes.push_back(moved({0, 0, 1, 1}, scope.state.matrix));
            return true;
        }
        if (scope.depth >= kMostNested) return false;
        const auto content = revision_.stream_content(*stream);
        if (!content) return false;
        Matrix own;
        if (const auto m = numbers_in(revision_, stream->dictionary["Matrix"], 6))
            own = {(*m)[0], (*m)[1], (*m)[2], (*m)[3], (*m)[4], (*m)[5]};
        const Dictionary* resources = revision_.get(stream->dictionary, "Resources").dictionary();
        return run(*content, resources == nullptr ? scope.resources : resources, own * scope.state.matrix,
                   scope.depth + 1);
    }

    const Revision& revision_;
};

// An entry of a page or of those above it (7.7.3.4).
const Value& inherited(const Revision& revision, const Dictionary& page, std::string_view key)
{
    static const Value kNone;
    const Dictionary* at = &page;
    for (int i = 0; at != nullptr && i < 64; ++i) {
        if (at->has(key)) return revision.get(*at, key);
        at = revision.get(*at, "Parent").dictionary();
    }
    return kNone;
}

class Pages {
public:
    Pages(const Revision& revision, int annotation) : revision_(revision), annotation_(annotation) {}
    std::vector<const Dictionary*> with_annotation{};

    void visit(const Value& raw, int depth)
    {
        revision_.source().budget().spend(100);
        const Ref* ref = raw.reference();
        if (depth > 64 || (ref != nullptr && !seen_.insert(ref->number).second)) return;
        const Dictionary* node = revision_.resolved(raw).dictionary();
        if (node == nullptr) return;
        if (const Array* kids = revision_.get(*node, "Kids").array()) {
            for (const Value& kid : *kids) visit(kid, depth + 1);
            return;
        }
        const Array* notes = revision_.get(*node, "Annots").array();
        if (notes == nullptr) return;
        revision_.source().budget().spend(notes->size());
        if (std::any_of(notes->begin(), notes->end(), [&](const Value& one) {
                return one.reference() != nullptr && one.reference()->number == annotation_;
            }))
            with_annotation.push_back(node);
    }

private:
    const Revision& revision_;
    int annotation_;
    std::set<int> seen_{};
};

}  // namespace

std::optional<Area> area_of(const Revision& revision, const Dictionary& widget)
{
    const auto side = numbers_in(revision, widget["Rect"], 4);
    if (!side) return std::nullopt;
    const auto [left, right] = std::minmax((*side)[0], (*side)[2]);
    const auto [bottom, top] = std::minmax((*side)[1], (*side)[3]);
    if (left == right || bottom == top) return std::nullopt;
    return Area{left, bottom, right, top};
}

std::optional<std::vector<Area>> drawn_on(const Revision& revision, const Dictionary& page)
{
    std::string content;
    const auto add = [&](const Value& value) {
        const Stream* stream = revision.resolved(value).stream();
        const auto bytes = stream == nullptr ? std::nullopt : revision.stream_content(*stream);
        if (bytes) content += *bytes + "\n";
        return bytes.has_value();
    };
    const Value& all = revision.get(page, "Contents");
    if (const Array* list = all.array()) {
        if (!std::all_of(list->begin(), list->end(), add)) return std::nullopt;
    } else if (!all.is_null() && !add(all)) {
        return std::nullopt;
    }
    Drawing drawing(revision);
    if (!drawing.run(content, inherited(revision, page, "Resources").dictionary(), {}, 0))
        return std::nullopt;
    return std::move(drawing.boxes);
}

bool covers_content(const Revision& revision, int annotation)
{
    const Dictionary* widget = revision.object(annotation).dictionary();
    const auto place = widget == nullptr ? std::nullopt : area_of(revision, *widget);
    if (!place) return false;
    Pages pages(revision, annotation);
    pages.visit(revision.catalog()["Pages"], 0);
    if (pages.with_annotation.empty()) return true;
    return std::any_of(
        pages.with_annotation.begin(), pages.with_annotation.end(), [&](const Dictionary* page) {
            const auto boxes = drawn_on(revision, *page);
            return !boxes || std::any_of(boxes->begin(), boxes->end(), [&](const Area& one) {
                return std::min(one.right, place->right) - std::max(one.left, place->left) > kTouching &&
                       std::min(one.top, place->top) - std::max(one.bottom, place->bottom) > kTouching;
            });
        });
}

}  // namespace lt::pdf
