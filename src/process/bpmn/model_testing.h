// For tests: small models written tersely.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "process/bpmn/check.h"

namespace lt::bpmn {

// Around a model: items, messages, operations and the like under short ids, which the insides may use.
inline std::string definitions(const std::string& inside)
{
    return "<definitions xmlns='" + std::string(kModelSpace) + "' xmlns:xsi='" + std::string(kXsiSpace) +
           "' targetNamespace='urn:me'>"
           "<itemDefinition id='i1' structureRef='one'/><itemDefinition id='i2' structureRef='two'/>"
           "<itemDefinition id='many' structureRef='one' isCollection='true'/>"
           "<message id='m1' itemRef='i1'/><message id='m2' itemRef='i2'/>"
           "<error id='er' errorCode='E' structureRef='i1'/><escalation id='es' escalationCode='C' structureRef='i1'/>"
           "<escalation id='es0'/><signal id='si' structureRef='i1'/><resource id='rs' name='R'/>"
           "<interface id='if1' name='I'><operation id='o1' name='O'><inMessageRef>m1</inMessageRef><outMessageRef>m2</outMessageRef>"
           "</operation><operation id='o0' name='P'><inMessageRef>m1</inMessageRef></operation></interface>" +
           inside + "</definitions>";
}

inline std::string process(const std::string& inside, const std::string& attributes = "isExecutable='true'")
{
    return definitions("<process id='p' " + attributes + ">" + inside + "</process>");
}

// Nodes and flows from "s>t>e s>u": the first letter of an id decides what it is, flows are called s_t. `more` has for an id its
// attributes and, behind a bar, what stands inside it.
class Flow {
public:
    explicit Flow(const std::string& spec, std::map<std::string, std::string> more = {})
        : more_(std::move(more))
    {
        std::istringstream paths(spec);
        for (std::string path; paths >> path;) {
            std::istringstream ids(path);
            std::string before;
            for (std::string id; std::getline(ids, id, '>'); before = id) {
                if (!nodes_.contains(id)) order_.push_back(id);
                nodes_[id];
                if (before.empty()) continue;
                const std::string flow = before + "_" + id;
                nodes_[before] += "<outgoing>" + flow + "</outgoing>";
                nodes_[id].insert(0, "<incoming>" + flow + "</incoming>");
                flows_ += "<sequenceFlow id='" + flow + "' sourceRef='" + before + "' targetRef='" + id +
                          "' " + attributes(flow) + ">" + inside(flow) + "</sequenceFlow>";
            }
        }
    }
    operator std::string() const
    {
        std::string all;
        for (const std::string& id : order_) {
            const std::string tag = tag_of_letter(id[0]);
            all += "<" + tag + " id='" + id + "' " + attributes(id) + ">" + nodes_.at(id) + inside(id) +
                   "</" + tag + ">";
        }
        return all + flows_;
    }

private:
    static std::string tag_of_letter(char letter)
    {
        switch (letter) {
        case 's': return "startEvent";
        case 'e': return "endEvent";
        case 't': return "task";
        case 'x': return "exclusiveGateway";
        case 'a': return "parallelGateway";
        case 'g': return "eventBasedGateway";
        case 'c': return "intermediateCatchEvent";
        case 'i': return "intermediateThrowEvent";
        case 'b': return "boundaryEvent";
        case 'r': return "receiveTask";
        case 'n': return "sendTask";
        case 'v': return "serviceTask";
        case 'q': return "scriptTask";
        case 'k': return "callActivity";
        case 'u': return "subProcess";
        case 'h': return "adHocSubProcess";
        case 'y': return "transaction";
        case 'z': return "choreographyTask";
        default: throw std::runtime_error(std::string("no element for ") + letter);
        }
    }
    std::string attributes(const std::string& id) const
    {
        const auto found = more_.find(id);
        return found == more_.end() ? "" : found->second.substr(0, found->second.find('|'));
    }
    std::string inside(const std::string& id) const
    {
        const auto found = more_.find(id);
        if (found == more_.end() || found->second.find('|') == std::string::npos) return "";
        return found->second.substr(found->second.find('|') + 1);
    }

    std::map<std::string, std::string> more_;
    std::map<std::string, std::string> nodes_{};
    std::vector<std::string> order_{};
    std::string flows_{};
};

// Third parties' models beside the repository.
inline std::filesystem::path samples()
{
    const char* shared = std::getenv("LT_SHARED");
    return std::filesystem::path(shared != nullptr ? shared : "../shared") / "samples/bpmn";
}

inline std::string contents(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::vector<Finding> findings_of(const std::string& model)
{
    const auto document = read(model);
    if (!document) throw std::runtime_error(document.error().message.str() + "\n" + model);
    return check(*document);
}

inline std::string words_of(const std::vector<Finding>& findings)
{
    std::string all;
    for (const Finding& one : findings) {
        all += std::string(one.severity == Severity::error ? "error " : "warning ") + one.rule + " line " +
               std::to_string(one.line) + " " + one.tag + " " + one.element + ": " + one.message.str() + "\n";
    }
    return all;
}

inline bool names_rule(const std::vector<Finding>& findings, Severity severity, const std::string& number)
{
    for (const Finding& one : findings) {
        if (one.severity == severity && one.rule.find(number) != std::string::npos) return true;
    }
    return false;
}

}  // namespace lt::bpmn
