// A file and its revisions (ISO 32000-1, 7.5): each is what a reader saw when the file ended there. A damaged one is read as far as it
// goes; where a signature is concerned, layout.h tells what had to be repaired for that, and nothing of it passes.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kit/pdf/verify/value.h"

namespace lt::pdf {

// Where a cross-reference says that an object is.
struct Entry {
    enum class Kind : std::uint8_t { free, plain, compressed };
    Kind kind = Kind::free;
    std::uint32_t detail = 0;  // generation, or the index in the object stream
    std::uint64_t at = 0;      // offset in the file, or the number of the object stream
    friend bool operator==(const Entry&, const Entry&) = default;
};

// One cross-reference with its trailer; of a hybrid file, with what its /XRefStm adds.
struct Section {
    std::size_t at = 0;                            // the word "xref", or the object of the stream
    std::size_t end = 0;                           // behind the trailer or the stream's dictionary
    std::vector<std::pair<int, Entry>> entries{};  // by number
    Dictionary trailer{};
    std::optional<std::size_t> previous{};
    bool ambiguous = false;  // an object stands there twice
    bool indulged = false;  // it is not written as it should be, and readers differ in what they make of that
    std::optional<std::size_t> hybrid{};  // where the stream of /XRefStm begins
};

// "12 0 obj …" at an offset.
struct Indirect {
    Ref ref{};
    Value value{};
    std::size_t end = 0;  // behind the value; of a stream, behind its dictionary
};

// The bytes, and what was read of them so far. Not for several threads at a time; the bytes must outlive it.
class Source {
public:
    explicit Source(std::string_view bytes);
    std::string_view bytes() const { return bytes_; }
    Budget& budget() { return budget_; }

    const Section* section_at(std::size_t offset);              // nullptr where none can be read
    const Indirect* object_at(std::size_t offset);              // as above
    std::unique_ptr<Indirect> read_object(std::size_t offset);  // not kept
    // The last "number g obj" before `limit`, found by looking through the whole file.
    const Indirect* last_object(int number, std::size_t limit);
    std::vector<std::size_t> trailers_before(std::size_t limit);
    // Every "number g obj" of the file, also inside streams: number and offset, by both.
    const std::vector<std::pair<int, std::size_t>>& headers();
    // Where the last cross-references before `limit` may begin, when no startxref says so.
    std::vector<std::size_t> sections_before(std::size_t limit);

    struct Packed {
        std::string bytes{};
        std::vector<std::pair<int, std::size_t>> index{};  // number and offset in `bytes`
        std::unordered_map<std::size_t, Value> values{};
    };
    std::unordered_map<std::size_t, std::unique_ptr<Packed>> packed{};  // object streams, by their offset

private:
    std::unique_ptr<Section> read_section(std::size_t offset);
    std::unique_ptr<Section> read_table(Lexer& lexer);
    std::unique_ptr<Section> read_stream(const Indirect& object);
    void scan();
    std::string_view bytes_;
    std::size_t shift_ = 0;  // bytes before "%PDF-": some count from there
    Budget budget_{};
    std::unordered_map<std::size_t, std::unique_ptr<Section>> sections_{};
    std::unordered_map<std::size_t, std::unique_ptr<Indirect>> objects_{};
    std::optional<std::vector<std::pair<int, std::size_t>>> found_{};  // number, offset: by both
    std::vector<std::size_t> trailers_{};
};

class Revision {
public:
    // The revision that ends before `end`; nothing where there is none. A damaged one is searched for its objects when it is asked for.
    enum class Search : std::uint8_t { no, yes };
    static std::optional<Revision> read(Source& source, std::size_t end, Search search);

    std::size_t end() const { return end_; }
    const std::vector<const Section*>& sections() const { return sections_; }  // the newest first
    // Below the oldest section that could be read, objects were searched for up to here.
    std::optional<std::size_t> searched_to() const { return searched_to_; }
    bool ends_properly() const
    {
        return ends_properly_;
    }  // startxref, an offset, %%EOF and nothing but line ends
    const Dictionary& trailer() const { return trailer_; }
    const Dictionary& catalog() const;  // empty where there is none

    std::optional<Entry> entry(int number) const;
    Source::Packed* pack(int number) const;           // an object stream; nullptr for what is none
    const Value& object(int number) const;            // null where there is none
    const Value& resolved(const Value& value) const;  // through references
    const Value& get(const Dictionary& dictionary, std::string_view key) const
    {
        return resolved(dictionary[key]);
    }
    std::string_view stream_data(const Stream& stream) const;  // raw
    std::optional<std::string> stream_content(const Stream& stream) const;
    std::set<int> numbers() const;  // of all objects
    Source& source() const { return *source_; }

private:
    const Section* section(std::optional<std::size_t> offset) const;  // nullptr where none is before the end
    std::optional<std::size_t> find_start(Search search);
    void follow(const Section* newest);
    bool choose_root();
    bool search_for_root();
    std::size_t searched_below(int number) const;
    const Value& compressed(const Entry& entry, int number) const;
    std::unique_ptr<Source::Packed> unpack(const Stream& stream) const;
    Source* source_ = nullptr;
    std::size_t end_ = 0;
    std::vector<const Section*> sections_{};
    std::optional<std::size_t> searched_to_{};
    bool ends_properly_ = false;
    Dictionary trailer_{};
};

}  // namespace lt::pdf
