// A chart for tests: its document names what it was given.
#include <vuedeo/chart.hpp>

#include <string>

namespace {

class TestChart : public vuedeo::Chart {
public:
    static constexpr const char* kMediaType = "text/x-test";
    TestChart(vuedeo::Host host, std::string_view) : Chart(host) {}

    std::string render(std::string_view series, std::string_view options,
                       const vuedeo::Call&) override {
        if (series == "huge") return std::string(std::size_t{17} * 1024 * 1024, 'x');
        return std::string(series) + "|" + std::string(options);
    }
};

}  // namespace

VUEDEO_PLUGIN(TestChart, "test-chart", "1.0.0")
