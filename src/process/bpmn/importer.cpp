// Follows the imports of a model, each file once, so that files that import each other come to an end.
#include <algorithm>
#include <map>

#include "process/bpmn/reader.h"

namespace lt::bpmn {
namespace {

std::string_view after_colon(std::string_view qname) { return qname.substr(qname.find(':') + 1); }

}  // namespace

class Importer {
public:
    Importer(const Loader& loader, const Limits& limits) : loader_(loader), limits_(limits) {}

    base::Result<Document> run(std::string_view bytes, std::string location)
    {
        auto first = read_one(bytes, location, limits_);
        if (!first) return first.error();
        by_location_[std::move(location)] = {.model = first->get(), .found = true};
        add(std::move(*first), bytes.size());
        // More are added while it goes on.
        for (std::size_t i = 0; i < document_.models_.size() && loader_; ++i) follow(*document_.models_[i]);
        find_shapes();
        return std::move(document_);
    }

private:
    // Together they keep to the limits of one.
    void add(std::unique_ptr<Model> model, std::size_t bytes)
    {
        limits_.elements -= std::min(limits_.elements, model->elements().size());
        limits_.bytes -= std::min(limits_.bytes, bytes);
        document_.models_.push_back(std::move(model));
    }

    void follow(Model& model)
    {
        for (const Element& element : model.root().children(Tag::import_)) {
            Import import;
            if (++count_ > limits_.imports) {
                import.refusal = base::msg("Mô hình nhập quá nhiều tệp.");
            } else {
                import = load(element, model.location_);
            }
            import.element = &element;
            model.imports_.push_back(std::move(import));
            if (count_ > limits_.imports) return;
        }
    }

    Import load(const Element& element, const std::string& from)
    {
        auto loaded = loader_(element.attribute("location").value_or(""), from);
        if (!loaded) return {};
        if (element.attribute("importType") != kModelSpace) return {.found = true};
        const auto [known, is_new] = by_location_.try_emplace(loaded->location, Import{.found = true});
        if (!is_new) return known->second;
        auto read = read_one(loaded->bytes, loaded->location, limits_);
        if (!read) {
            known->second.refusal = read.error().message;
        } else {
            known->second.model = read->get();
            add(std::move(*read), loaded->bytes.size());
        }
        return known->second;
    }

    void find_shapes()
    {
        for (const Element& element : document_.model().elements()) {
            if (element.tag != Tag::BPMNShape && element.tag != Tag::BPMNEdge) continue;
            const auto shown = element.attribute("bpmnElement");
            if (!shown) continue;
            document_.drawn_.push_back(&element);
            document_.shapes_.emplace_back(after_colon(*shown), &element);
        }
        std::stable_sort(document_.shapes_.begin(), document_.shapes_.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
    }

    const Loader& loader_;
    Limits limits_;
    Document document_{};
    std::map<std::string, Import> by_location_{};
    std::size_t count_ = 0;
};

base::Result<Document> read(std::string_view bytes, const Loader& loader, std::string location,
                            const Limits& limits)
{
    return Importer(loader, limits).run(bytes, std::move(location));
}

}  // namespace lt::bpmn
