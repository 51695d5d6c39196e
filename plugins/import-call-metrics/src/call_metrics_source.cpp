#include "call_metrics_source.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace vuedeo::call_metrics {
namespace {

// The columns of selectStatement().
constexpr int kTimeText = 0;
constexpr int kMilliseconds = 1;
constexpr int kRoom = 2;
constexpr int kParticipant = 3;
constexpr int kFirstValue = 4;
constexpr std::array<uint32_t, 4> kFields = {
    VUEDEO_FIELD_VIDEO_SEND_BPS, VUEDEO_FIELD_VIDEO_RECV_BPS, VUEDEO_FIELD_VIDEO_SEND_LOSS,
    VUEDEO_FIELD_VIDEO_RECV_LOSS};

// libpq's own words for a malformed one may repeat its password.
void checkConnectionText(const std::string& text) {
    PQconninfoOption* options = PQconninfoParse(text.c_str(), nullptr);
    const bool good = options != nullptr && text.find('\0') == std::string::npos;
    PQconninfoFree(options);
    if (!good) {
        throw Error::invalid("connection",
                             "this is no connection string or URI of PostgreSQL, such as "
                             "postgresql://user@host:5432/database");
    }
}

std::string oneLine(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
bool mayPass(const std::string& sqlstate) {
    const std::string group = sqlstate.substr(0, 2);
    return group == "08" || group == "40" || group == "53" || group == "57" || group == "58";
}

float valueOf(const pqxx::row& row, int column) {
    const auto field = row[static_cast<pqxx::row::size_type>(column)];
    const double value =
        field.is_null() ? std::numeric_limits<double>::quiet_NaN() : field.as<double>();
    const bool fits = std::abs(value) <= std::numeric_limits<float>::max();
    return fits ? static_cast<float>(value) : std::numeric_limits<float>::quiet_NaN();
}

vuedeo_sample sampleOf(const pqxx::row& row) {
    vuedeo_sample sample{};
    sample.room = str(row[kRoom].c_str());
    sample.participant_id = str(row[kParticipant].c_str());
    sample.sampled_at_ms = row[kMilliseconds].as<int64_t>();
    for (float& value : sample.values) value = std::numeric_limits<float>::quiet_NaN();
    for (std::size_t i = 0; i < kFields.size(); ++i) {
        sample.values[kFields[i]] = valueOf(row, kFirstValue + static_cast<int>(i));
    }
    return sample;
}

}  // namespace

CallMetricsSource::CallMetricsSource(Host host, std::string_view configJson) : SampleSource(host) {
    const auto config = nlohmann::json::parse(configJson, nullptr, false);
    const auto found = config.find("connection");
    if (!config.is_object() || found == config.end() || !found->is_string()) {
        throw Error::invalid("connection", "a connection string or URI is required");
    }
    connectionText_ = found->get<std::string>();
    checkConnectionText(connectionText_);
}

// Runs body with a connection; what fails leaves none behind.
template <class Body>
auto CallMetricsSource::guarded(const Call& call, const Body& body) {
    const std::lock_guard lock(mutex_);
    try {
        if (connection_ == nullptr) connect();
        transaction_->exec("set local statement_timeout = " +
                           std::to_string(std::max<int64_t>(1, call.remaining().count())));
        return body();
    } catch (const pqxx::sql_error& error) {
        disconnect();
        const bool passes = mayPass(error.sqlstate());
        throw Error(passes ? VUEDEO_E_UNAVAILABLE : VUEDEO_E_INVALID,
                    "call_metrics: " + oneLine(error.what()));
    } catch (const pqxx::failure& error) {
        disconnect();
        throw Error(VUEDEO_E_UNAVAILABLE, "call_metrics: " + oneLine(error.what()));
    } catch (...) {
        disconnect();
        throw;
    }
}

void CallMetricsSource::start(const Call& call) {
    guarded(call, [] {});
}

void CallMetricsSource::stop() noexcept {
    disconnect();
}

void CallMetricsSource::connect() {
    connection_ = std::make_unique<pqxx::connection>(connectionText_);
    transaction_ = std::make_unique<pqxx::work>(*connection_);
    transaction_->exec("set transaction isolation level repeatable read, read only");
    transaction_->exec("set local timezone = 'UTC'");
    transaction_->exec("set local datestyle = 'ISO'");
    types_ = readColumns(*transaction_);
}

void CallMetricsSource::disconnect() noexcept {
    cursorOpen_ = false;
    transaction_.reset();
    connection_.reset();
}

uint64_t CallMetricsSource::count(std::string_view position, const Call& call) {
    return guarded(call, [&] {
        const pqxx::result counted =
            transaction_->exec(countStatement(types_, *transaction_, position));
        const auto unreadable = counted[0][1].as<uint64_t>();
        if (unreadable > 0) {
            host().warning(std::to_string(unreadable) +
                           " rows of call_metrics are left out: they lack a time, a room or a "
                           "participant, or have one that is out of bounds");
        }
        return counted[0][0].as<uint64_t>();
    });
}

void CallMetricsSource::openCursor(std::string_view position) {
    if (cursorOpen_) transaction_->exec("close samples");
    cursorOpen_ = false;
    transaction_->exec("declare samples no scroll cursor for " +
                       selectStatement(types_, *transaction_, position));
    cursorOpen_ = true;
}

std::string CallMetricsSource::read(std::string_view position, uint32_t limit,
                                    const vuedeo_sample_visitor& visitor, const Call& call) {
    return guarded(call, [&]() -> std::string {
        if (!cursorOpen_ || cursorAt_ != position) openCursor(position);
        const pqxx::result rows =
            transaction_->exec("fetch " + std::to_string(limit) + " from samples");
        for (const auto& row : rows) {
            const vuedeo_sample sample = sampleOf(row);
            if (visitor.visit(visitor.ctx, &sample, VUEDEO_FIELD_COUNT) != VUEDEO_CONTINUE) break;
        }
        if (rows.size() < static_cast<pqxx::result::size_type>(limit)) return "";
        const auto& last = rows[rows.size() - 1];
        cursorAt_ =
            toText({last[kTimeText].c_str(), last[kRoom].c_str(), last[kParticipant].c_str()});
        return cursorAt_;
    });
}

}  // namespace vuedeo::call_metrics
