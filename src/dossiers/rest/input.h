// JSON that another system sends, read strictly: every wrong or unknown member is named by its pointer. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/origin.h"
#include "dossiers/reception.h"
#include "dossiers/rest/problem.h"

namespace lt::dossiers::rest {

struct WantedFile {
    std::string upload{};
    int paper = -1;
    std::string paper_code{};
    std::string pointer{};
};

// A dossier to be lodged. `reception` lacks what only the database knows: version and files.
struct Lodging {
    std::string agency{};     // identity code
    std::string procedure{};  // code
    std::string decides{};    // identity code of who is chosen to decide; empty: as the rules say
    Reception reception{};
    std::vector<std::pair<int, GivenPaper>> papers{};  // -1: by its code alone, which is its key
    std::vector<WantedFile> files{};
    std::optional<Origin> origin{};
};
struct ReadLodging {
    Lodging lodging{};
    Wrongs wrongs{};
};
ReadLodging read_lodging(std::string_view json);

// What came for a supplement.
struct Supplement {
    std::vector<std::pair<int, GivenPaper>> papers{};
    std::vector<WantedFile> files{};
};
struct ReadSupplement {
    Supplement supplement{};
    Wrongs wrongs{};
};
ReadSupplement read_supplement(std::string_view json);

// A step of the process that is done. `answers`: an object, judged by what the step asks.
struct StepDone {
    int version = 0;  // of the dossier that the caller read
    std::string answers = "{}";
    std::string comment{};
};
struct ReadStepDone {
    StepDone step{};
    Wrongs wrongs{};
};
ReadStepDone read_step_done(std::string_view json);

// A result that was made in the other system.
struct ResultMade {
    int version = 0;
    Outcome outcome{};
    std::string upload{};  // "": it is on paper
};
struct ReadResultMade {
    ResultMade made{};
    Wrongs wrongs{};
};
ReadResultMade read_result_made(std::string_view json);

// Gives papers and files the numbers of the papers that they name by code; what names none, two different ones, or one twice is wrong.
// `papers`: number and key of those that the dossier has, or will have.
void number_papers(const std::vector<std::pair<int, std::string>>& papers,
                   std::vector<std::pair<int, GivenPaper>>& given, std::vector<WantedFile>& files,
                   const base::Message& unknown, Wrongs& wrongs);

}  // namespace lt::dossiers::rest
