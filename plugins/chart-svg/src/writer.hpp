// Writes SVG: elements with presentation attributes only, so that a Content-Security-Policy of
// 'self' lets a page show it. Everything that is written is escaped.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace vuedeo::charts::svg {

// Hundredths at most, without zeros that say nothing, the same in every locale.
std::string number(double value);

// What XML 1.0 does not allow becomes U+FFFD.
std::string escaped(std::string_view utf8);

// At most `most` characters, the last an ellipsis when some are left out.
std::string shortened(std::string_view utf8, std::size_t most);

class Writer {
public:
    using Attributes = std::initializer_list<std::pair<const char*, std::string>>;

    void open(const char* element, Attributes attributes = {});
    void close(const char* element);
    void leaf(const char* element, Attributes attributes);
    void text(const char* element, std::string_view content, Attributes attributes = {});
    void raw(std::string_view markup) { out_ += markup; }
    std::string take() { return std::move(out_); }

private:
    void begin(const char* element, Attributes attributes);

    std::string out_;
};

}  // namespace vuedeo::charts::svg
