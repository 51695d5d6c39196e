// The one place that knows in what libpqxx 6.4 (Debian 12), 7.8 (Ubuntu 24.04) and 7.10 (Debian 13)
// differ: how a statement gets parameters whose number is known at run time only.
//
// Parameters go as text, which the statement casts, or all of them in the binary form of their
// types. Nothing here keeps state.
#pragma once
#include <pqxx/pqxx>
#include <string>
#include <vector>

namespace vuedeo::timescale::pq {

using Params = std::vector<std::string>;
struct BinaryParams {
    std::vector<std::string> values;
};

#if PQXX_VERSION_MAJOR < 7

inline pqxx::result exec(pqxx::transaction_base& transaction, const std::string& sql,
                         const Params& params) {
    return transaction.exec_params(sql, pqxx::prepare::make_dynamic_params(params));
}

inline pqxx::result execPrepared(pqxx::transaction_base& transaction, const std::string& name,
                                 const Params& params) {
    return transaction.exec_prepared(name, pqxx::prepare::make_dynamic_params(params));
}

inline pqxx::result execPrepared(pqxx::transaction_base& transaction, const std::string& name,
                                 const BinaryParams& params) {
    const std::vector<pqxx::binarystring> values(params.values.begin(), params.values.end());
    return transaction.exec_prepared(name, pqxx::prepare::make_dynamic_params(values));
}

#else

inline pqxx::params toParams(const Params& values) {
    pqxx::params params;
    params.reserve(values.size());
    for (const std::string& value : values) params.append(value);
    return params;
}

inline pqxx::params toParams(const BinaryParams& binary) {
    pqxx::params params;
    params.reserve(binary.values.size());
    for (const std::string& value : binary.values)
        params.append(pqxx::binary_cast(value.data(), value.size()));
    return params;
}

#if PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR < 10

inline pqxx::result exec(pqxx::transaction_base& transaction, const std::string& sql,
                         const Params& params) {
    return transaction.exec_params(sql, toParams(params));
}

template <class AnyParams>
pqxx::result execPrepared(pqxx::transaction_base& transaction, const std::string& name,
                          const AnyParams& params) {
    return transaction.exec_prepared(name, toParams(params));
}

#else

inline pqxx::result exec(pqxx::transaction_base& transaction, const std::string& sql,
                         const Params& params) {
    return transaction.exec(sql, toParams(params));
}

template <class AnyParams>
pqxx::result execPrepared(pqxx::transaction_base& transaction, const std::string& name,
                          const AnyParams& params) {
    return transaction.exec(pqxx::prepped{name}, toParams(params));
}

#endif
#endif

// Runs work so that a statement which fails undoes no more than work. In place of
// pqxx::subtransaction, which in 6.4 leaves the transaction aborted if a prepared one fails. In a
// pqxx::work of 6.4 that holds for statements with parameters only: others abort it all.
template <class Work>
void withSavepoint(pqxx::transaction_base& transaction, Work&& work) {
    transaction.exec("SAVEPOINT part");
    try {
        work();
    } catch (const pqxx::sql_error&) {
        transaction.exec("ROLLBACK TO SAVEPOINT part");
        throw;
    }
    transaction.exec("RELEASE SAVEPOINT part");
}

}  // namespace vuedeo::timescale::pq
