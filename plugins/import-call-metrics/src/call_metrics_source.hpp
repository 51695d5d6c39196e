// The older table as a source of samples. A cursor stays open from one read to the next, so that
// the table is sorted once at most; after a failure, or for another position, it is opened anew
// there.
//
// Any thread, one at a time: a mutex sees to it. Connects at start and again after a loss.
#pragma once
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <string>
#include <vuedeo/sample_source.hpp>

#include "call_metrics_sql.hpp"

namespace vuedeo::call_metrics {

class CallMetricsSource final : public SampleSource {
public:
    static constexpr const char* kConfigSchema = R"json({
      "type": "object",
      "additionalProperties": false,
      "required": ["connection"],
      "properties": {
        "connection": {
          "type": "string",
          "description": "Connection string or URI of libpq; may be empty"
        }
      }
    })json";

    CallMetricsSource(Host host, std::string_view configJson);

    void start(const Call& call) override;
    void stop() noexcept override;
    uint64_t count(std::string_view position, const Call& call) override;
    std::string read(std::string_view position, uint32_t limit,
                     const vuedeo_sample_visitor& visitor, const Call& call) override;

private:
    template <class Body>
    auto guarded(const Call& call, const Body& body);
    void connect();
    void disconnect() noexcept;
    void openCursor(std::string_view position);

    std::string connectionText_;
    std::mutex mutex_;
    std::unique_ptr<pqxx::connection> connection_;
    std::unique_ptr<pqxx::work> transaction_;  // one snapshot of the table while it lasts
    ColumnTypes types_;
    bool cursorOpen_ = false;
    std::string cursorAt_;
};

}  // namespace vuedeo::call_metrics
