// A province with a million dossiers at its one-stop desks: 130 agencies, made by SQL from one dossier that was received as all are.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "dossiers/lists.h"
#include "dossiers/reception.h"
#include "dossiers/store.h"
#include "kit/db/cluster.h"
#include "kit/jobs/jobs.h"
#include "process/api.h"
#include "signing/api.h"

namespace lt::bench {

constexpr int kDesks = 130;

class Desk {
public:
    Desk(const std::filesystem::path& folder, int dossiers);

    // A dossier with its receipt, as the REST interface has it made.
    void receive_one(std::size_t i);
    // The first page of what is open in an agency.
    void work_list(std::size_t i);
    // All of the citizen with 872 dossiers.
    std::size_t of_the_citizen();
    // The dossier with 435 files, with all that its page shows.
    std::size_t the_thick_one();
    // The index of the last whole month counted anew for all agencies: how many. The control board of the province: how many lines.
    std::size_t index_of_last_month();
    std::size_t board();

    std::string reference() const { return cluster_.dsn("reference", "postgres"); }
    std::string dsn() const { return cluster_.dsn("bench", "postgres"); }
    const std::filesystem::path& folder() const { return folder_; }
    dossiers::Services& services() { return *services_; }

private:
    dossiers::Actor desk(std::int64_t agency) const;
    dossiers::Reception a_reception(std::size_t i) const;
    void generate(int dossiers);
    void make(int from, int to, int of);
    void execute(const std::string& sql);
    std::string value(const std::string& sql);

    std::filesystem::path folder_;
    db::Cluster cluster_;
    std::shared_ptr<const base::Clock> clock_;
    std::unique_ptr<db::Pool> superuser_{}, pool_{};
    std::unique_ptr<blob::Store> blobs_{};
    std::unique_ptr<directory::Directory> directory_{};
    std::unique_ptr<jobs::Queue> queue_{};
    std::unique_ptr<signing::Services> signing_{};
    std::unique_ptr<process::Services> process_{};
    std::unique_ptr<dossiers::Services> services_{};
    std::string version_{};
    std::string thick_{};  // uid
};

}  // namespace lt::bench
