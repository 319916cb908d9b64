// Where number, date and signatures stand in a document's file. Inside documents only.
#pragma once

#include <map>
#include <string>

#include "documents/lists.h"
#include "documents/store.h"
#include "kit/pdf/places.h"
#include "kit/pdf/sign.h"

namespace lt::documents {

// Found from the text of the file, and corrected by hand: `stored` is the JSON of document_files.places, "" without. Its keys are names
// of fields, their values boxes in points ({page, left, bottom, right, top, size}), or null where the file needs no such field; its key
// "assumed" is what has_assumed() reads. A file whose text can't be read is refused as long as its places are not stored.
base::Result<pdf::Places> places_of(const pdf::File& file, const std::string& stored,
                                    const pdf::Signatory& signatory);
// The fields that a file is given before its first signature, at these places. Refused, too: a file that has a number in its text, when
// nobody has said where the true one goes.
base::Result<pdf::Form> form_of(const pdf::File& file, const std::string& stored,
                                const pdf::Signatory& signatory);

// Whether the stored JSON holds a place of this field, set by hand.
bool is_by_hand(const std::string& stored, std::string_view field);
// Whether some place was only assumed when the document was submitted, and nobody has set it since.
bool has_assumed(const std::string& stored);
// The JSON of a document that is submitted: what is stored, with the names of the places that are only assumed.
std::string with_assumed(const std::string& stored, const pdf::Places& places);
// The JSON with the date that the text has, its key "written".
std::string with_written(const std::string& stored, const pdf::Written& written);

// The JSON for the main file of a document: what is stored, with what is only assumed when the text of the file is read now. Nothing for
// a file that is no PDF. Done once, when the document is submitted, not with every view: the leader's page must not wait for a reading of the
// text, and the drafter hears of what is uncertain while the document is still in his hands.
std::optional<std::string> look_for_places(Services& services, const Actor& actor,
                                           const DocumentView& document);

// Number, day, month and year for the fields (ND 30/2020, Annex I: a leading zero below 10, and for January and February).
std::map<std::string, std::string> texts_of(const LockedDocument& document, const pdf::File& file);

// Refused: a main file whose text has another date than the one that belongs to its number.
// `stored` knows the date since the document was submitted; the text is read anew only where it does not.
std::optional<base::Error> check_written_date(const LockedDocument& document, const pdf::File& file,
                                              const std::string& stored);

// An annex in a file of its own: the agency's signature as text at the top right of its first page (ND 30/2020, Annex I).
base::Result<pdf::Unsigned> begin_annex(const pdf::File& file, const std::string& notation, base::Time now);

// A certified copy: the form of copying ("SAO Y"), the agency and the time, at the same place (ND 30/2020, Annex I). Refused: a file that
// is signed already, because it is an original by itself.
base::Result<pdf::Unsigned> begin_copy(const pdf::File& file, const std::string& form,
                                       const std::string& agency, base::Time now);

// The same refusal, saying which file it is about.
base::Error named(base::Error error, const std::string& file_name);

}  // namespace lt::documents
