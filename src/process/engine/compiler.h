// Makes a Graph of a model; the parts of it are in compile.cpp (shape), compile_events.cpp, compile_data.cpp and reach.cpp.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "process/bpmn/document.h"
#include "process/engine/graph.h"

namespace lt::engine {

// Of the whole set of all joins of a level; throws Refused when they exceed the bytes that are left.
struct Refused {
    base::Error error{};
};
[[noreturn]] void refuse(const bpmn::Element& element, const char* why);
void find_reaches(Graph& graph, std::size_t bytes);

class Compiler {
public:
    Compiler(const bpmn::Document& document, const Expressions& language, const GraphLimits& limits)
        : document_(document), language_(language), limits_(limits)
    {
    }
    Graph compile(const bpmn::Element& process);  // throws Refused

private:
    using Element = bpmn::Element;

    void add_levels(const Element& process);
    void add_level(const Element& element, Index level);
    void connect(const Element& process);
    void order_flows(Index node);
    void open_level(Index level);
    void begin_process();
    void fill(Index node);
    void fill_activity(Index node);
    void fill_work(Index node);
    void fill_global(Index node, const Element& called);
    void fill_loop(Index node);
    void fill_gateway(Index node);
    void associate(const Element& level);

    void fill_event(Index node);
    void define_all(Index node, const Element& holder);
    void define(Index node, const Element& definition);
    void define_timer(EventDefinition& made, const Element& definition);
    void find_link_ends();
    void link(Index node, EventDefinition& made, const Element& definition);
    Range occasion(Index node, const Element* definition, const Element* holder);

    void fill_data(Index node, const Element& element);
    Index data_of(const Element& element);
    void add_set(std::vector<DataSet>& sets, const Element& set, bpmn::Tag refs, bpmn::Tag optional,
                 Data& data);
    Association association(const Element& element);
    void declare(const Element& element, std::vector<std::string>& names);
    void add_correlations();
    std::string variable(const Element* element) const;

    Index expression(const Element& element, std::string_view text);
    Index expression_of(const Element& parent, bpmn::Tag child);
    const Element& at(Index node) const { return *elements_[node]; }

    const bpmn::Document& document_;
    const Expressions& language_;
    GraphLimits limits_;
    Graph graph_{};
    std::vector<const Element*> elements_{};  // of the nodes
    std::vector<const Element*> level_elements_{};
    std::vector<std::vector<Index>> in_{}, out_{}, attached_{};
    std::unordered_map<const Element*, Index> node_of_{}, flow_of_{};
    std::vector<std::string> names_{};
    std::vector<std::pair<Index, const Element*>> link_ends_{};
};

}  // namespace lt::engine
