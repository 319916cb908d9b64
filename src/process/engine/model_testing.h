// Short models for tests. `elements` is XML of the process with 'single' or "double" quotes, in which {1} stands for a script task named t1
// with the script SCRIPT_task1; `flows` says "a>b; b>c[condition]; b>d[default]", whose elements are named a-b and so on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::engine::testing {

inline std::string tasks_in(std::string_view elements)
{
    std::string text;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (elements[i] == '{' && i + 2 < elements.size() && elements[i + 2] == '}') {
            const char digit = elements[i + 1];
            text += std::string("<scriptTask id='t") + digit + "'><script>SCRIPT_task" + digit +
                    "</script></scriptTask>";
            i += 2;
        } else {
            text += elements[i];
        }
    }
    return text;
}

struct ShortFlow {
    std::string source{}, target{}, condition{};
};

inline std::vector<ShortFlow> parse_flows(std::string_view text)
{
    std::vector<ShortFlow> flows;
    while (!text.empty()) {
        std::size_t end = text.find(';');
        std::string_view one = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        if (one.empty()) continue;
        ShortFlow flow;
        const std::size_t arrow = one.find('>');
        flow.source = one.substr(0, arrow);
        const std::string_view rest = one.substr(arrow + 1);
        const std::size_t bracket = rest.find('[');
        flow.target = rest.substr(0, bracket);
        if (bracket != std::string_view::npos)
            flow.condition = rest.substr(bracket + 1, rest.rfind(']') - bracket - 1);
        flows.push_back(std::move(flow));
    }
    return flows;
}

inline std::string escaped(const std::string& text)
{
    std::string out;
    for (const char c : text)
        out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
    return out;
}

inline std::string flows_of(std::string_view text)
{
    std::string xml;
    for (const ShortFlow& flow : parse_flows(text)) {
        xml += "<sequenceFlow id='" + flow.source + "-" + flow.target + "' sourceRef='" + flow.source +
               "' targetRef='" + flow.target + "'>";
        if (!flow.condition.empty() && flow.condition != "default")
            xml += "<conditionExpression xsi:type='tFormalExpression'>" + escaped(flow.condition) +
                   "</conditionExpression>";
        xml += "</sequenceFlow>";
    }
    return xml;
}

inline std::string model(std::string_view elements, std::string_view flows, std::string_view roots = {})
{
    std::string inner = tasks_in(elements);
    for (const ShortFlow& flow : parse_flows(flows)) {
        if (flow.condition != "default") continue;
        const std::string id = "id='" + flow.source + "'";
        inner.replace(inner.find(id), id.size(), id + " default='" + flow.source + "-" + flow.target + "'");
    }
    return "<?xml version='1.0' encoding='UTF-8'?><definitions "
           "xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
           "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' id='definitions' targetNamespace='urn:t'>" +
           tasks_in(roots) + "<process id='p' isExecutable='true'>" + inner + flows_of(flows) +
           "</process></definitions>";
}

}  // namespace lt::engine::testing
