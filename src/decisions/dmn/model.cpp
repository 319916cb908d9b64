// A model from its file: nodes, what they require, their logic.
#include "decisions/dmn/model.h"

#include <algorithm>
#include <set>

#include "decisions/dmn/logic.h"
#include "decisions/dmn/types.h"

namespace lt::dmn {
namespace {

using base::msg;

constexpr std::size_t kMaxFindings = 100;

class ModelBuilder {
public:
    explicit ModelBuilder(const Element& definitions)
        : definitions_(definitions), body_(std::make_shared<ModelBody>())
    {
    }

    ReadModel run()
    {
        const auto said = [&](const char* key) { return std::string(definitions_.attribute(key)); };
        body_->heading = {said("id"), said("name"), said("lt:validFrom"), said("lt:validTo"),
                          said("lt:basis")};
        read_types(definitions_, *body_, findings_);
        for (const auto& child : definitions_.children) add_node(*child);
        for (auto& [element, node] : made_) connect(*element, *node);
        for (const auto& node : body_->nodes) check_cycles(*node);
        if (findings_.empty()) {
            for (auto& [element, node] : made_) add_logic(*element, *node);
        }
        for (const auto& node : body_->nodes) node->may_be_given = may_be_given_.count(node.get()) != 0;
        if (findings_.empty()) return Model(std::move(body_));
        if (findings_.size() > kMaxFindings) findings_.resize(kMaxFindings);
        return std::move(findings_);
    }

private:
    void report(const Element& element, base::Message message)
    {
        findings_.push_back({std::move(message), element.label(), element.line});
    }

    void add_node(const Element& element)
    {
        auto node = std::make_unique<Node>();
        if (element.name == "inputData")
            node->form = Node::Form::input;
        else if (element.name == "decision")
            node->form = Node::Form::decision;
        else if (element.name == "businessKnowledgeModel")
            node->form = Node::Form::knowledge;
        else if (element.name == "decisionService")
            node->form = Node::Form::service;
        else {
            if (element.name == "import") report(element, msg("Chưa hỗ trợ mô hình nhập từ tệp khác."));
            return;
        }
        const Element* variable = element.child("variable");
        std::string_view name = variable != nullptr ? variable->attribute("name") : std::string_view();
        if (name.empty()) name = element.attribute("name");
        node->name = feel::normal_name(name);
        node->id = element.attribute("id").empty() ? node->name : std::string(element.attribute("id"));
        node->line = element.line;
        if (variable != nullptr) node->type = type_named(variable->attribute("typeRef"), *body_);
        if (node->name.empty()) return report(element, msg("Phần tử không có tên."));
        if (!body_->by_id.emplace(node->id, node.get()).second)
            return report(element, msg("Hai phần tử có cùng mã."));
        if (node->form != Node::Form::input) {
            body_->by_name.emplace(node->name, node.get());
            body_->by_name.emplace(feel::normal_name(element.attribute("name")), node.get());
        }
        made_.emplace_back(&element, node.get());
        body_->nodes.push_back(std::move(node));
    }

    const Node* referred(const Element& reference)
    {
        std::string_view href = reference.attribute("href");
        const std::size_t hash = href.find('#');
        if (hash != std::string_view::npos) href.remove_prefix(hash + 1);
        const auto found = body_->by_id.find(href);
        if (found != body_->by_id.end()) return found->second;
        report(reference, {msg("Không có phần tử với mã \"{{id}}\"."), {{"id", std::string(href)}}});
        return nullptr;
    }

    void connect(const Element& element, Node& node)
    {
        const auto add = [&](std::vector<const Node*>& to, const Element& reference) {
            if (const Node* other = referred(reference)) to.push_back(other);
        };
        for (const auto& child : element.children) {
            if (child->name == "outputDecision") add(node.outputs, *child);
            if (child->name == "inputDecision") add(node.input_decisions, *child);
            if (child->name == "inputData") add(node.input_data, *child);
            if (child->name != "informationRequirement" && child->name != "knowledgeRequirement") continue;
            for (const auto& reference : child->children) {
                if (reference->name.starts_with("required")) add(node.requires_, *reference);
            }
        }
        if (node.form == Node::Form::knowledge) return read_parameters(element, node);
        if (node.form != Node::Form::service) return;
        for (const Node* input : node.input_decisions) may_be_given_.insert(input);
        if (node.outputs.empty()) report(element, msg("Dịch vụ quyết định không có quyết định đầu ra."));
        for (const auto* list : {&node.input_data, &node.input_decisions}) {
            for (const Node* input : *list) {
                node.parameters.push_back(input->name);
                node.types.push_back(input->type != nullptr ? input->type : feel::any_type());
            }
        }
    }

    void read_parameters(const Element& element, Node& node)
    {
        const Element* function = element.child("encapsulatedLogic");
        if (function == nullptr) return;
        for (const auto& child : function->children) {
            if (child->name != "formalParameter") continue;
            node.parameters.push_back(feel::normal_name(child->attribute("name")));
            feel::TypeRef type = type_named(child->attribute("typeRef"), *body_);
            node.types.push_back(type ? std::move(type) : feel::any_type());
        }
    }

    // Decisions that require each other in a ring could never be decided. Walks without recursion.
    void check_cycles(const Node& start)
    {
        if (seen_.count(&start) != 0) return;
        struct Step {
            const Node* node;
            std::size_t next;
        };
        std::vector<Step> way{{&start, 0}};
        std::set<const Node*> open{&start};
        seen_.insert(&start);
        while (!way.empty()) {
            Step& here = way.back();
            if (here.next == here.node->requires_.size()) {
                open.erase(here.node);
                way.pop_back();
                continue;
            }
            const Node* next = here.node->requires_[here.next++];
            if (open.count(next) != 0 && next->form == Node::Form::decision) {
                findings_.push_back({msg("Các quyết định cần lẫn nhau thành vòng."), next->name, next->line});
                return;
            }
            if (!seen_.insert(next).second) continue;
            open.insert(next);
            way.push_back({next, 0});
        }
    }

    void add_logic(const Element& element, Node& node)
    {
        if (node.form != Node::Form::decision && node.form != Node::Form::knowledge) return;
        Surroundings around{body_.get(), {{}, &body_->vocabulary}, node.name};
        for (const Node* required : node.requires_) around.known.names.add(required->name);
        const Element* holder = &element;
        if (node.form == Node::Form::knowledge) {
            holder = element.child("encapsulatedLogic");
            around.known.names.add(node.name);
            around = around.with(node.parameters);
            if (holder == nullptr) return;
            const std::string_view kind = holder->attribute("kind");
            if (!kind.empty() && kind != "FEEL") return;  // never run
        }
        try {
            node.logic = read_logic(*holder, around);
        } catch (Wrong& wrong) {
            findings_.push_back(std::move(wrong.finding));
        }
    }

    const Element& definitions_;
    std::shared_ptr<ModelBody> body_;
    std::vector<Finding> findings_{};
    std::vector<std::pair<const Element*, Node*>> made_{};
    std::set<const Node*> seen_{};
    std::set<const Node*> may_be_given_{};
};

}  // namespace

ModelBody::ModelBody() = default;
ModelBody::~ModelBody() = default;

const Node* ModelBody::find(std::string_view id_or_name) const
{
    if (const auto found = by_id.find(id_or_name); found != by_id.end()) return found->second;
    const auto found = by_name.find(feel::normal_name(id_or_name));
    return found == by_name.end() ? nullptr : found->second;
}

const Model::Heading& Model::heading() const { return body_->heading; }

std::vector<Model::Entry> Model::decisions() const
{
    std::vector<Entry> out;
    for (const auto& node : body_->nodes) {
        if (node->form == Node::Form::decision) out.push_back({node->id, node->name, node->type});
    }
    return out;
}

std::optional<Model::Entry> Model::main_decision() const
{
    std::set<const Node*> required;
    for (const auto& node : body_->nodes) required.insert(node->requires_.begin(), node->requires_.end());
    std::optional<Entry> found;
    for (const auto& node : body_->nodes) {
        if (node->form != Node::Form::decision || required.count(node.get()) != 0) continue;
        if (found) return std::nullopt;
        found = {node->id, node->name, node->type};
    }
    return found;
}

bool Model::has(std::string_view decision) const
{
    const Node* node = body_->find(decision);
    return node != nullptr && node->form != Node::Form::input;
}

std::vector<Model::Entry> Model::inputs_of(std::string_view decision) const
{
    const Node* asked = body_->find(decision);
    std::vector<Entry> out;
    if (asked == nullptr) return out;
    // A service is a function: it sees its arguments and nothing else, whatever its decisions would need by themselves.
    if (asked->form == Node::Form::service) {
        for (const auto* list : {&asked->input_data, &asked->input_decisions})
            for (const Node* input : *list) out.push_back({input->id, input->name, input->type});
        return out;
    }
    std::vector<const Node*> ahead{asked};
    std::set<const Node*> seen;
    while (!ahead.empty()) {
        const Node* node = ahead.back();
        ahead.pop_back();
        if (node->form == Node::Form::service || !seen.insert(node).second) continue;
        ahead.insert(ahead.end(), node->requires_.begin(), node->requires_.end());
    }
    for (const auto& node : body_->nodes) {
        if (node->form == Node::Form::input && seen.count(node.get()) != 0)
            out.push_back({node->id, node->name, node->type});
    }
    return out;
}

ReadModel read_model(std::string_view xml)
{
    try {
        const std::unique_ptr<Element> definitions = parse_xml(xml);
        return ModelBuilder(*definitions).run();
    } catch (Wrong& wrong) {
        return std::vector<Finding>{std::move(wrong.finding)};
    }
}

}  // namespace lt::dmn
