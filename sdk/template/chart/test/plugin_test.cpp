// The server half, called as the host calls it.
#include <vuedeo/testing.hpp>

#include "../src/plugin.cpp"

int main() {
    vuedeo::testing::TestHost host;
    TemplateChart chart(host.host(), "{}");
    const vuedeo::testing::TestCall call;
    const std::string document = chart.render(
        R"({"room": "r", "from": 0, "to": 2000, "interval_s": 1, "sample_interval_s": 1,
            "fields": [{"name": "send_bps", "label": "Upload", "unit": "bit/s"}],
            "participants": [{"id": "p1", "name": "Ada", "time": [0, 1000], "count": [1, 1],
                              "values": {"send_bps": {"value": [5, null]}}}]})",
        "{}", call.call());
    vuedeo::testing::expectEqual(
        document, R"({"from":0,"label":"Upload","lines":[{"name":"Ada","time":[0,1000],)"
                  R"("value":[5,null]}],"to":2000,"unit":"bit/s"})");
    return vuedeo::testing::failures();
}
