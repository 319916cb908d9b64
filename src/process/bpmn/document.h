// A BPMN 2.0 model after it was read: its elements as they stand in the XML, each with its line. Knows the standard's names and
// defaults, and how references are resolved; not whether the model is allowed (check.h) nor what it does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/result.h"
#include "process/bpmn/tags.h"

namespace lt::bpmn {

struct Element;
class Model;  // one file with all that it owns

// Without white space around it.
std::string_view trimmed(std::string_view text);

struct Attribute {
    std::string_view space{};  // empty for the standard's own attributes
    std::string_view local{};
    std::string_view value{};  // tabs and line ends are spaces, as XML wants it
};

// The children of an element, all or those of one tag: `for (const Element& flow : process.children(Tag::sequenceFlow))`.
class Children {
public:
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Element;
        using difference_type = std::ptrdiff_t;
        using pointer = const Element*;
        using reference = const Element&;

        Iterator() = default;
        Iterator(const Element* at, std::optional<Tag> only);
        const Element& operator*() const { return *at_; }
        const Element* operator->() const { return at_; }
        Iterator& operator++();
        Iterator operator++(int);
        bool operator==(const Iterator& other) const { return at_ == other.at_; }

    private:
        void skip();
        const Element* at_ = nullptr;
        std::optional<Tag> only_{};
    };

    Children(const Element* first, std::optional<Tag> only) : first_(first), only_(only) {}
    Iterator begin() const { return {first_, only_}; }
    Iterator end() const { return {nullptr, only_}; }
    bool empty() const { return begin() == end(); }
    std::size_t size() const;

private:
    const Element* first_;
    std::optional<Tag> only_;
};

// What is in scope for a prefix; the innermost declaration stands first.
struct Namespace {
    std::string_view prefix{};
    std::string_view uri{};
    const Namespace* outer = nullptr;
    std::size_t count = 1;  // with all outer ones
};

// Lives as long as its Document.
struct Element {
    Tag tag = Tag::other;
    int line = 0;
    std::uint32_t index = 0;  // in the order of its file, from 0; elements inside have higher ones
    std::string_view id{};    // empty: none
    std::string_view name{};
    std::string_view local{};  // for Tag::other
    std::string_view space{};
    std::string_view
        text{};  // its own text and CDATA without that of children; empty when all is white space
    std::span<const Attribute> attributes{};  // all, `id` and `name` too
    const Namespace* scope = nullptr;
    const Element* parent = nullptr;
    const Element* first_child = nullptr;
    const Element* last_child = nullptr;
    const Element* next = nullptr;  // sibling
    const Model* model = nullptr;

    Children children() const { return {first_child, std::nullopt}; }
    Children children(Tag only) const { return {first_child, only}; }
    const Element* first(Tag wanted) const;     // child, or null
    std::string_view trimmed() const;           // the text without white space around it
    std::string_view text_of(Tag child) const;  // the first such child's, trimmed; empty without one

    // The standard's attributes have no namespace; those of others are found with theirs.
    std::optional<std::string_view> attribute(std::string_view wanted) const;
    std::optional<std::string_view> attribute(std::string_view wanted_space, std::string_view wanted) const;
    // A boolean attribute with the standard's default where it is left out or no boolean: true for cancelActivity, isInterrupting,
    // cancelRemainingInstances, waitForCompletion, isImmediate; otherwise false.
    bool flag(std::string_view wanted) const;
    // A whole number, or the default where it is left out or none.
    std::int64_t number(std::string_view wanted, std::int64_t otherwise) const;
    // Whether xsi:type says tFormalExpression, or the element is a formalExpression.
    bool is_formal() const;

    // What an attribute names, or the first child of that tag, or the element's own text. A reference is an id of the same file, or a
    // QName whose prefix leads to the same file or to an imported one. Null: none, or nothing of that id there.
    const Element* reference(std::string_view wanted) const;
    const Element* reference(Tag child) const;
    const Element* referenced() const;
    const Element* resolve(std::string_view qname) const;
    std::optional<std::string_view> namespace_of(std::string_view prefix) const;  // nothing: not declared

    bool is_inside(const Element& ancestor) const;      // also true for itself
    const Element* enclosing(bool (*kind)(Tag)) const;  // the nearest ancestor of that kind
};

// One <import>: what came of it.
struct Import {
    const Element* element = nullptr;
    const Model* model = nullptr;  // null: no BPMN, or it could not be had
    bool found = false;            // the location could be loaded
    base::Message refusal{};       // why a BPMN file that was found could not be read
};

class Model {
public:
    const Element& root() const { return elements_[0]; }
    std::span<const Element> elements() const { return {elements_, count_}; }
    std::string_view target_namespace() const { return target_namespace_; }
    std::string_view location() const { return location_; }  // its name, as the loader gave it
    std::span<const Import> imports() const { return imports_; }
    const Element* by_id(std::string_view id) const;  // the first of that id
    // In the files that this one imports, those of that target namespace only where one is given.
    const Element* imported(std::string_view id, std::optional<std::string_view> space) const;
    // Whether it wants to import files of that namespace of which some could not be read.
    bool lacks_import_of(std::string_view space) const;
    // All elements with an id, in the order of ids, those of one id in the order of the file.
    std::span<const Element* const> with_id() const { return by_id_; }

private:
    friend class Reader;
    friend class Importer;
    struct Memory;
    Model();

public:
    ~Model();
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;

private:
    std::unique_ptr<Memory> memory_;
    const Element* elements_ = nullptr;
    std::size_t count_ = 0;
    std::string_view target_namespace_{};
    std::string location_{};
    std::vector<const Element*> by_id_{};
    std::vector<Import> imports_{};
    bool wants_imports_ = false;
};

// A model with all that it imports, directly or through others. Moves without moving its elements.
class Document {
public:
    const Model& model() const { return *models_.front(); }
    const Element& root() const { return model().root(); }  // <definitions>
    std::size_t size() const { return model().elements().size(); }
    std::string_view target_namespace() const { return model().target_namespace(); }
    const Element* by_id(std::string_view id) const { return model().by_id(id); }
    std::vector<const Element*> processes() const;  // of the first file
    const std::vector<std::unique_ptr<Model>>& models() const
    {
        return models_;
    }  // the first file, then imported ones
    // What is drawn, in the order of the file: every BPMNShape and BPMNEdge with the id in its bpmnElement.
    std::span<const Element* const> drawn() const { return drawn_; }
    const Element* shape_of(std::string_view id) const;  // the first shape or edge of that element, or null

private:
    friend class Importer;
    Document() = default;
    std::vector<std::unique_ptr<Model>> models_{};
    std::vector<const Element*> drawn_{};
    std::vector<std::pair<std::string_view, const Element*>> shapes_{};  // by the id of what they show
};

struct Limits {
    std::size_t bytes = std::size_t{32} << 20;  // of the model and what it imports, together
    std::size_t elements = 100'000;             // the same
    std::size_t depth = 200;
    std::size_t attributes = 200;  // of one element, namespaces counted
    std::size_t namespaces = 200;  // in scope at one place
    std::size_t imports = 50;      // files, all together
};

struct Loaded {
    std::string bytes{};
    std::string location{};  // its name, one for each file however it was asked for
};
// Gives an imported file: its `location` as written and the name of the file that asks. Nothing: it can't be had.
using Loader = std::function<std::optional<Loaded>(std::string_view location, std::string_view from)>;

// Reads a model in UTF-8, UTF-16, or an encoding of ISO 8859 or Windows. No DTD, no entities but XML's own, no network. Refused (invalid,
// too_large): what is no well-formed XML, no BPMN 2.0 or over a limit; the message names the line. Without a loader nothing is imported.
// `location` is the file's own name as its loader would give it.
base::Result<Document> read(std::string_view bytes, const Loader& loader = {}, std::string location = {},
                            const Limits& limits = {});

base::Error too_large(std::size_t limit);  // the refusal of a file of more bytes

}  // namespace lt::bpmn
