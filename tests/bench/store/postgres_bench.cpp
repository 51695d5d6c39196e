// postgres_bench PLUGIN_DIR batches [SECONDS [ROUNDS]]
//     Appends of the store beside the same batches through bare statements.
// postgres_bench PLUGIN_DIR series ROWS...
//     Series of one room in tables of so many rows.
// postgres_bench PLUGIN_DIR readers [SECONDS [ROUNDS]]
//     Appends alone, and while eight clients read series.
//
// postgres.mjs runs it beside a database of its own. Prints figures and ratios; README.md one
// folder up says what to expect.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "bare_statement.hpp"
#include "history.hpp"
#include "measure.hpp"
#include "open_store.hpp"
#include "scratch_schema.hpp"
#include "sql.hpp"
#include "timestamps.hpp"

namespace vuedeo::store_bench {
namespace {

using timescale::kDayMs;
using timescale::kHourMs;
using timescale::kMinuteMs;

constexpr int64_t kTickMs = 15'000;
constexpr int64_t kHistoryFromMs = kNowMs - kHistoryDays * kDayMs;
constexpr int kClients = 8;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

class PostgresBench {
public:
    explicit PostgresBench(const char* pluginFolder)
        : module_(store_test::loadModule(pluginFolder)) {}

    void batches(double seconds, int rounds) {
        std::printf("appends, one sample each of the participants in turn, all fields\n");
        std::printf("%6s %12s %10s %10s %12s %12s %9s %9s\n", "batch", "samples/s", "p50 ms",
                    "cpu us", "statement/s", "insert/s", ": stmt", ": insert");
        for (const std::size_t batch : {std::size_t{100}, std::size_t{256}, std::size_t{1000}}) {
            const AppendLoad load{batch, std::max<std::size_t>(batch, 256), kTickMs, seconds};
            std::vector<double> toStatement;
            std::vector<double> toInsert;
            for (int round = 0; round < rounds; ++round) {
                const AppendFigures store = append(load);
                const auto statement =
                    bare(timescale::sql::insertSamples(timescale::sql::Known::kSome), load);
                const auto insert = bare(plainInsert(), load);
                toStatement.push_back(store.samplesPerSecond / statement.samplesPerSecond);
                toInsert.push_back(store.samplesPerSecond / insert.samplesPerSecond);
                std::printf("%6zu %12.0f %10.2f %10.1f %12.0f %12.0f %9.2f %9.2f\n", batch,
                            store.samplesPerSecond, store.p50Ms, store.cpuUs,
                            statement.samplesPerSecond, insert.samplesPerSecond, toStatement.back(),
                            toInsert.back());
            }
            std::printf("%6zu %71.2f %9.2f median\n", batch, median(toStatement), median(toInsert));
        }
    }

    void series(const std::vector<int64_t>& sizes) {
        std::printf("series of 4 participants, 8 fields, a sample every 15 s for 30 days\n");
        std::printf("%12s %20s %20s %20s   median (fastest) ms\n", "rows", "1 h at 15 s",
                    "24 h at 5 min", "30 d at 3 h");
        for (const int64_t rows : sizes) {
            withHistory(rows, [](store_test::StoreHost& store, int64_t loaded) {
                std::printf("%12lld", static_cast<long long>(loaded));
                for (const auto& [range, interval] :
                     {std::pair{kHourMs, kTickMs}, std::pair{kDayMs, 5 * kMinuteMs},
                      std::pair{30 * kDayMs, 3 * kHourMs}}) {
                    const SeriesFigures took = measureSeries(store, kNowMs, range, interval, 101);
                    std::printf(" %11.1f (%6.1f)", took.medianMs, took.fastestMs);
                }
                std::printf("\n");
            });
        }
    }

    void readers(double seconds, int rounds) {
        std::printf("appends of 256 samples, alone and while %d clients read series\n", kClients);
        std::printf("%12s %12s %12s %12s %8s\n", "pause ms", "alone/s", "beside/s", "series/s",
                    "ratio");
        withHistory(1'000'000, [&](store_test::StoreHost& store, int64_t) {
            AppendLoad load{256, 256, kTickMs, seconds};
            for (const int pauseMs : {1000, 100, 0}) {
                std::vector<double> ratios;
                for (int round = 0; round < rounds; ++round) {
                    load.fromMs += kDayMs;
                    const double alone = measureStore(store, load).samplesPerSecond;
                    load.fromMs += kDayMs;
                    const auto [beside, read] = appendBesideReaders(store, load, pauseMs);
                    ratios.push_back(beside / alone);
                    std::printf("%12d %12.0f %12.0f %12.0f %8.2f\n", pauseMs, alone, beside, read,
                                ratios.back());
                }
                std::printf("%12d %47.2f median\n", pauseMs, median(ratios));
            }
        });
    }

private:
    AppendFigures append(const AppendLoad& load) const {
        const ScratchSchema schema(module_, kNowMs);
        OpenStore store(module_, schema.storeConfig());
        return measureStore(store.host(), load);
    }
    AppendFigures bare(const std::string& statement, const AppendLoad& load) const {
        ScratchSchema schema(module_, kNowMs);
        return measureStatement(schema, statement, load);
    }

    // A store whose levels are made.
    template <class Work>
    void withHistory(int64_t rows, const Work& work) {
        ScratchSchema schema(module_, kHistoryFromMs, kHistoryDays + 1);
        const int64_t loaded = loadHistory(schema.connection(), kHistoryFromMs, rows);
        OpenStore store(module_, schema.storeConfig());
        while (rolledUntilMs(store.host()) < kNowMs - kHourMs)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        analyse(schema.connection());
        work(store.host(), loaded);
    }

    static int64_t rolledUntilMs(store_test::StoreHost& store) {
        std::string details;
        const store_test::Outcome outcome = store.check(details);
        if (!outcome.ok()) throw std::runtime_error(outcome.message);
        const auto state = nlohmann::json::parse(details);
        const std::string fault = state.at("maintenance_fault");
        if (!fault.empty()) throw std::runtime_error("maintenance: " + fault);
        return state.at("rolled_until_ms");
    }

    // As autovacuum does: each partition, but not the tables that they are partitions of.
    static void analyse(pqxx::connection& connection) {
        pqxx::nontransaction autocommit(connection);
        const auto tables = autocommit.exec(
            "SELECT oid::regclass FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace");
        for (const auto& row : tables)
            autocommit.exec("VACUUM ANALYZE " + std::string(row[0].c_str()));
    }

    struct Beside {
        double appended;
        double read;
    };
    // Each client asks for a day and for a month in turn.
    static Beside appendBesideReaders(store_test::StoreHost& store, const AppendLoad& load,
                                      int pauseMs) {
        std::atomic<bool> isOver = false;
        std::atomic<int> read = 0;
        std::vector<std::thread> clients;
        for (int client = 0; client < kClients; ++client) {
            clients.emplace_back([&, client] {
                for (int i = client; !isOver; ++i) {
                    if (i % 2 == 0) seriesMs(store, kNowMs, kDayMs, 5 * kMinuteMs);
                    if (i % 2 == 1) seriesMs(store, kNowMs, 30 * kDayMs, 3 * kHourMs);
                    ++read;
                    std::this_thread::sleep_for(std::chrono::milliseconds(pauseMs));
                }
            });
        }
        double appended = 0;
        const double took =
            millisecondsOf([&] { appended = measureStore(store, load).samplesPerSecond; });
        const double perSecond = read * 1000 / took;
        isOver = true;
        for (std::thread& client : clients) client.join();
        return {appended, perSecond};
    }

    const vuedeo_module& module_;
};

int run(int argc, char** argv) {
    const std::string what = argc > 2 ? argv[2] : "";
    const auto number = [&](int index, double otherwise) {
        return argc > index ? std::atof(argv[index]) : otherwise;
    };
    if (what.empty()) {
        std::fprintf(stderr, "usage: postgres_bench PLUGIN_DIR batches|series|readers ...\n");
        return 2;
    }
    PostgresBench bench(argv[1]);
    if (what == "batches") bench.batches(number(3, 3), static_cast<int>(number(4, 3)));
    if (what == "readers") bench.readers(number(3, 3), static_cast<int>(number(4, 3)));
    if (what == "series") {
        std::vector<int64_t> sizes;
        for (int i = 3; i < argc; ++i) sizes.push_back(std::atoll(argv[i]));
        bench.series(sizes);
    }
    return 0;
}

}  // namespace
}  // namespace vuedeo::store_bench

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    try {
        return vuedeo::store_bench::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "postgres_bench: %s\n", error.what());
        return 1;
    }
}
