#include <map>
#include <regex>

#include "process/fixture_dbtest.h"

namespace lt::process {

// `<flow ref="a>b"/>`, `<flow ref="a>b" if="x = 1"/>` and `<flow ref="a>b" default="yes"/>` become sequence flows, and what they join
// lists them; everything else stays as it is written.
std::string model(const std::string& inside, const std::string& root, const std::string& key)
{
    const std::regex flow(R"re(<flow ref="([\w]+)>([\w]+)"(?: if="([^"]*)")?/>)re");
    std::string body, flows;
    std::map<std::string, std::string> lists;
    auto at = inside.cbegin();
    int count = 0;
    for (std::sregex_iterator it(inside.begin(), inside.end(), flow), end; it != end; ++it) {
        body.append(at, (*it)[0].first);
        at = (*it)[0].second;
        const std::string id = "f" + std::to_string(++count), condition = (*it)[3];
        lists[(*it)[2]] += "<incoming>" + id + "</incoming>";
        lists[(*it)[1]] += "<outgoing>" + id + "</outgoing>";
        flows += "<sequenceFlow id=\"" + id + "\" sourceRef=\"" + (*it)[1].str() + "\" targetRef=\"" +
                 (*it)[2].str() + "\"" +
                 (condition.empty() ? "/>"
                                    : "><conditionExpression xsi:type=\"tFormalExpression\">" + condition +
                                          "</conditionExpression></sequenceFlow>");
    }
    body.append(at, inside.cend());
    // Into their elements: incoming before outgoing, both first.
    for (const auto& [id, list] : lists) {
        std::string incoming, outgoing;
        for (std::size_t i = 0; i < list.size();) {
            const std::size_t next = list.find('<', list.find("</", i) + 1);
            const std::string one = list.substr(i, next == std::string::npos ? next : next - i);
            (one.starts_with("<incoming") ? incoming : outgoing) += one;
            if (next == std::string::npos) break;
            i = next;
        }
        const std::size_t tag = body.find("id=\"" + id + "\"");
        EXPECT_NE(tag, std::string::npos) << id;
        const std::size_t close = body.find('>', tag);
        if (body[close - 1] == '/') {
            const std::size_t open = body.rfind('<', tag);
            const std::string name = body.substr(open + 1, body.find(' ', open) - open - 1);
            body.replace(close - 1, 2, ">" + incoming + outgoing + "</" + name + ">");
        } else {
            body.insert(close + 1, incoming + outgoing);
        }
    }
    return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
           "xmlns:lt=\"https://lienthong.vn/bpmn\" targetNamespace=\"test\">" +
           root + "<process id=\"" + key + "\" isExecutable=\"true\">" + body + flows +
           "</process></definitions>";
}

}  // namespace lt::process
