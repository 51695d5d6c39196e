// Writes counters in the text format of Prometheus, version 0.0.4.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace vuedeo::prometheus {

constexpr const char* kMediaType = "text/plain; version=0.0.4; charset=utf-8";

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Text {
public:
    // Begins a metric: the samples that follow are its. type: "counter", "gauge" or "histogram".
    void metric(std::string_view name, std::string_view type, std::string_view help);

    void sample(double value, Labels labels = {}) { sample("", value, labels); }
    // suffix: "_bucket", "_sum" and "_count" of a histogram.
    void sample(std::string_view suffix, double value, Labels labels);

    std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::string name_;
};

// As the text has it: whole numbers as such, others in as many digits as they need.
std::string toText(double value);

}  // namespace vuedeo::prometheus
