// See paper_keys.h.
#include "dossiers/paper_keys.h"

#include <map>

namespace lt::dossiers {
namespace {

// Keys in the order of a list.
class Keys {
public:
    std::string next(const std::string& code, const std::string& name)
    {
        std::string key = code.empty() ? name : code;
        const int times = ++seen_[key];
        return times == 1 ? key : key + "#" + std::to_string(times);
    }

private:
    std::map<std::string, int> seen_{};
};

}  // namespace

std::vector<std::string> keys_of(const std::vector<procedures::NeededPaper>& papers)
{
    std::vector<std::string> out;
    Keys keys;
    for (const procedures::NeededPaper& one : papers)
        out.push_back(keys.next(one.paper.code, one.paper.name));
    return out;
}

std::vector<std::string> keys_of(const std::vector<Paper>& papers)
{
    std::vector<std::string> out;
    Keys keys;
    for (const Paper& paper : papers) out.push_back(keys.next(paper.code, paper.name));
    return out;
}

std::string name_of_paper(const procedures::Version& version, const std::string& key)
{
    for (const procedures::Case& one : version.procedure.cases) {
        Keys keys;
        for (const procedures::Paper& paper : one.papers)
            if (keys.next(paper.code, paper.name) == key) return paper.name;
    }
    return key;
}

}  // namespace lt::dossiers
