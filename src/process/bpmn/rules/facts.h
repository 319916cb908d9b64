// What rules ask about a model, worked out once: each question is answered in the logarithm of the model's size, so that no model makes
// the check slow by having much of one thing.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <vector>

#include "process/bpmn/document.h"

namespace lt::bpmn {

// By what an element refers to another.
enum class Use : std::uint8_t { flow_source, flow_target, attached, association_source, association_target };

// What a call must fit: the structures of inputs and outputs in no order, the numbers of sets and of references in them.
struct Interface {
    std::vector<std::string_view> inputs{};
    std::vector<std::string_view> outputs{};
    std::size_t input_sets = 0;
    std::size_t output_sets = 0;
    std::size_t input_references = 0;
    std::size_t output_references = 0;
    bool operator==(const Interface&) const = default;
};
Interface interface_of(const Element& element);

class Facts {
public:
    explicit Facts(const Document& document);

    const Document& document() const { return document_; }

    // Whether the process around the element is executable; outside of processes, whether any is.
    bool is_executable(const Element& element) const;
    bool is_in_process(const Element& element) const;

    // Sequence flows by what they say themselves, and how many the node knows of, whichever is more.
    std::span<const Element* const> flows_in(const Element& node) const
    {
        return users(node, Use::flow_target);
    }
    std::span<const Element* const> flows_out(const Element& node) const
    {
        return users(node, Use::flow_source);
    }
    std::size_t incoming(const Element& node) const;
    std::size_t outgoing(const Element& node) const;
    // Whether the node itself names one, which it must.
    bool names_incoming(const Element& node) const { return incoming_[node.index] > 0; }
    bool names_outgoing(const Element& node) const { return outgoing_[node.index] > 0; }

    // Definitions of an event, inline or by reference.
    bool defines(const Element& event, Tag definition) const;
    bool defines_any(const Element& event) const;  // also by a reference that leads nowhere
    bool defines_only(const Element& event, std::initializer_list<Tag> allowed) const;

    // Who refers to the element in that way.
    std::span<const Element* const> users(const Element& element, Use use) const;
    // Whether a child of that tag of `who` names `whom`.
    bool names(const Element& who, Tag child, const Element& whom) const;
    bool is_in_a_set(const Element& data) const;  // a dataInputRefs or dataOutputRefs names it

    // Of the level (process, sub-process …) that the node stands in.
    bool level_has(const Element& node, Tag tag) const;     // start event, end event
    bool level_is_instantiated(const Element& node) const;  // by a receive task or an event-based gateway
    // Whether a token can come to the node: from where nothing flows in, along flows, over boundary events and links.
    bool is_reached(const Element& node) const { return reached_[node.index]; }
    // Whether an error thrown by the event finds a catch around it: its code, or one that takes all.
    bool is_caught(const Element& event, std::string_view code) const;
    // Of a called process or global task, in whatever file; kept, for many calls may lead to one.
    const Interface& called_interface(const Element& callable) const;
    bool has_plain_start(const Element& process) const;  // a start event without any definition
    // Whether a link event of the other direction and the same name, that refers to none either, stands in the same level.
    bool has_link_by_name(const Element& definition, Tag partner) const;

private:
    struct Named {
        std::uint32_t who = 0;
        Tag child{};
        std::uint32_t whom = 0;
        auto operator<=>(const Named&) const = default;
    };
    struct Used {
        std::uint32_t whom = 0;
        Use use{};
        std::uint32_t by = 0;
        auto operator<=>(const Used&) const = default;
    };
    struct Link {
        std::uint32_t level = 0;
        Tag event{};
        std::string_view name{};
        auto operator<=>(const Link&) const = default;
    };
    struct Catch {
        std::uint32_t scope = 0;  // the activity or process around
        std::string_view code{};  // empty: all
        auto operator<=>(const Catch&) const = default;
    };
    enum LevelFlag : std::uint8_t { none = 0, has_start = 1, has_end = 2, has_instantiating = 4 };

    void note(const Element& element);
    std::uint16_t definitions(const Element& event) const;
    void note_catch(const Element& event);
    void find_reached();
    void note_use(const Element& by, std::string_view attribute, Use use);

    const Document& document_;
    mutable std::map<const Element*, Interface> interfaces_{};
    mutable std::map<const Element*, bool> plain_starts_{};
    std::vector<Named> named_{};
    std::vector<Used> used_{};
    std::vector<const Element*> users_{};  // beside used_
    std::vector<Link> links_{};
    std::vector<Catch> catches_{};
    std::vector<bool> reached_{};
    std::vector<bool> in_set_{};
    std::vector<std::uint32_t> incoming_{};  // children of a node, by its index
    std::vector<std::uint32_t> outgoing_{};
    std::vector<std::uint16_t> defined_{};  // of an event: a bit for each kind of definition
    std::vector<std::uint8_t> levels_{};    // LevelFlag, by the index of the element that holds the level
    std::vector<bool> executable_{};        // by index of processes
    bool any_executable_ = false;
};

bool is_event_sub_process(const Element& element);
// The code of an error definition; empty where it names none: then it takes all.
std::string_view error_code(const Element& definition);

// The item of a data element, message, error, escalation, signal: itself, or through the data object or store that it refers to. May be null.
const Element* item_of(const Element& element);
// The same item, or two that name the same structure.
bool same_item(const Element* a, const Element* b);

}  // namespace lt::bpmn
