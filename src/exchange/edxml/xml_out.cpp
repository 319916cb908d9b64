#include "exchange/edxml/xml_out.h"

#include <algorithm>

#include "kit/base/result.h"

namespace lt::edxml {

XmlOut::XmlOut(const ByteSink& sink) : sink_(sink)
{
    held_.reserve(kMostPiece);
    raw(R"(<?xml version="1.0" encoding="UTF-8"?>)");
}

void XmlOut::raw(std::string_view text)
{
    bytes_ += text.size();
    if (!sink_) return;
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, kMostPiece - held_.size());
        held_.append(piece);
        text.remove_prefix(piece.size());
        if (held_.size() == kMostPiece) finish();
    }
}

void XmlOut::finish()
{
    if (sink_ && !held_.empty()) sink_(held_);
    held_.clear();
}

void XmlOut::start(std::string_view name, std::string_view attributes)
{
    ++elements_;
    raw("\n");
    raw(std::string(2 * open_.size(), ' '));
    raw("<");
    raw(name);
    if (!attributes.empty()) raw(" ");
    raw(attributes);
    raw(">");
    open_.emplace_back(name);
}

void XmlOut::open(std::string_view name, std::string_view attributes) { start(name, attributes); }

void XmlOut::close()
{
    CHECK(!open_.empty());
    raw("\n");
    raw(std::string(2 * (open_.size() - 1), ' '));
    end_leaf();
}

void XmlOut::begin_leaf(std::string_view name, std::string_view attributes) { start(name, attributes); }

void XmlOut::end_leaf()
{
    CHECK(!open_.empty());
    raw("</");
    raw(open_.back());
    raw(">");
    open_.pop_back();
}

void XmlOut::leaf(std::string_view name, std::string_view text)
{
    start(name, {});
    escaped(text);
    end_leaf();
}

// A carriage return as such would be read as a line feed (XML 1.0, 2.11).
void XmlOut::escaped(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t plain = std::min(text.find_first_of("&<>\r"), text.size());
        raw(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) return;
        switch (text.front()) {
        case '&': raw("&amp;"); break;
        case '<': raw("&lt;"); break;
        case '>': raw("&gt;"); break;
        default: raw("&#13;");
        }
        text.remove_prefix(1);
    }
}

}  // namespace lt::edxml
