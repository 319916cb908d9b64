// Loads the templates, keeps both languages, and looks for changes while developing.
#include "kit/html/html.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "kit/base/result.h"
#include "kit/html/catalogue.h"
#include "kit/html/program.h"
#include "kit/html/sources.h"

namespace lt::html {
namespace {

// Everything read from the disk at one moment.
struct Book {
    std::map<std::string, Program> vietnamese{};
    std::map<std::string, Program> english{};
    Catalogue catalogue{};
};

// While developing, a text without English is shown in Vietnamese; anywhere else it stops the start.
std::shared_ptr<const Book> load(const Options& options)
{
    auto book = std::make_shared<Book>();
    const Sources sources = read_sources(options.resources);
    check_required(sources, options.resources, options.required);
    book->catalogue = Catalogue::read(options.resources / "web" / "locale" / "en.po");
    std::vector<std::string> missing;
    book->vietnamese = compile(sources, nullptr, missing);
    book->english = compile(sources, &book->catalogue, missing);
    if (!missing.empty() && !options.reload) {
        std::string list = "web/locale/en.po lacks the English of";
        for (const std::string& text : missing) list += "\n  " + text;
        throw std::runtime_error(list);
    }
    return book;
}

}  // namespace

struct TemplatesState {
    Options options{};
    std::mutex mutex{};  // used only when reloading
    std::shared_ptr<const Book> book{};
    std::uint64_t fingerprint = 0;
    std::string fault{};  // why the changed files could not be loaded
    std::chrono::steady_clock::time_point looked{};
    std::atomic<std::size_t> usual_size{16 * 1024};  // of a page, to reserve memory once

    std::shared_ptr<const Book> current()
    {
        if (!options.reload) return book;
        const std::lock_guard lock(mutex);
        const auto now = std::chrono::steady_clock::now();
        if (now - looked >= options.reload_every) {
            looked = now;
            const std::uint64_t seen = html::fingerprint(options.resources);
            if (seen != fingerprint) {
                fingerprint = seen;
                try {
                    book = load(options);
                    fault.clear();
                } catch (const std::runtime_error& error) {
                    fault = error.what();
                }
            }
        }
        if (!fault.empty()) throw std::runtime_error(fault);
        return book;
    }
};

Templates::Templates(Options options) : state_(std::make_unique<TemplatesState>())
{
    state_->options = std::move(options);
    state_->fingerprint = fingerprint(state_->options.resources);
    state_->looked = std::chrono::steady_clock::now();
    state_->book = load(state_->options);
}

Templates::~Templates() = default;

std::string Templates::render(std::string_view name, const View& view, std::string_view language) const
{
    const auto book = state_->current();
    const auto& programs = language == "en" ? book->english : book->vietnamese;
    const auto program = programs.find(std::string(name));
    if (program == programs.end()) throw base::Bug("there is no view \"" + std::string(name) + "\"");
    std::string out;
    out.reserve(state_->usual_size.load(std::memory_order_relaxed));
    run(program->second, view, out);
    // Grows to the largest page seen, within reason.
    if (out.size() > state_->usual_size.load(std::memory_order_relaxed)) {
        state_->usual_size.store(std::min<std::size_t>(out.size(), 256 * 1024), std::memory_order_relaxed);
    }
    return out;
}

std::vector<std::string> Templates::names() const
{
    std::vector<std::string> names;
    for (const auto& [name, program] : state_->current()->vietnamese) names.push_back(name);
    return names;
}

std::string Templates::translate(std::string_view text, std::string_view language) const
{
    if (language == "en") {
        const auto book = state_->current();
        if (const std::string* found = book->catalogue.find(text)) return *found;
    }
    return std::string(text);
}

}  // namespace lt::html
