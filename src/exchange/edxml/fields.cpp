// The names of the fields that are read.
#include <initializer_list>
#include <set>

#include "exchange/edxml/build.h"

namespace lt::edxml {
namespace {

const std::set<std::string, std::less<>>& known_fields()
{
    static const std::set<std::string, std::less<>> known = [] {
        std::set<std::string, std::less<>> all;
        const auto add = [&all](const std::string& block, std::initializer_list<const char*> names) {
            for (const char* name : names) all.insert(block + name);
        };
        const std::string h = "MessageHeader/";
        for (const std::string& organ : {h + "From/", h + "To/"}) {
            add(organ, {"OrganId", "OrganizationInCharge", "OrganName", "OrganAdd", "Email", "Telephone",
                        "Fax", "Website"});
        }
        add(h, {"DocumentId",
                "Code/CodeNumber",
                "Code/CodeNotation",
                "PromulgationInfo/Place",
                "PromulgationInfo/PromulgationDate",
                "DocumentType/Type",
                "DocumentType/TypeDetail",
                "DocumentType/TypeName",
                "Subject",
                "Content",
                "SignerInfo/Competence",
                "SignerInfo/Position",
                "SignerInfo/FullName",
                "DueDate",
                "OtherInfo/Priority",
                "OtherInfo/SphereOfPromulgation",
                "OtherInfo/TyperNotation",
                "OtherInfo/PromulgationAmount",
                "OtherInfo/PageAmount",
                "OtherInfo/Appendixes/Appendix",
                "SteeringType",
                "ResponseForTask/TaskCode",
                "ApplicationType",
                "ToPlaces/Place",
                "StatusCode",
                "Description",
                "Timestamp"});
        add(h + "ResponseFor/", {"OrganId", "Code", "PromulgationDate", "DocumentId"});
        add(h + "StaffInfo/", {"Department", "Staff", "Email", "Mobile", "DepartmentId", "StaffId"});
        const std::string b = "TraceHeaderList/Bussiness/";
        add("TraceHeaderList/TraceHeader/", {"OrganId", "Timestamp"});
        add(b, {"DocumentId", "BussinessDocType", "BussinessDocReason", "Paper",
                "BussinessDocumentInfo/DocumentInfo", "BussinessDocumentInfo/DocumentReceiver",
                "ReplacementInfoList/ReplacementInfo/DocumentId",
                "ReplacementInfoList/ReplacementInfo/OrganIdList/OrganId"});
        add(b + "BussinessDocumentInfo/ReceiverList/Receiver/", {"OrganId", "ReceiverType"});
        add(b + "StaffInfo/", {"Department", "Staff", "Email", "Mobile", "DepartmentId", "StaffId"});
        add("edXMLManifest/Reference/", {"ContentId", "ContentType", "Description", "AttachmentName"});
        add("AttachmentEncoded/Attachment/", {"ContentId", "ContentType", "Description", "AttachmentName"});
        return all;
    }();
    return known;
}

}  // namespace

bool is_known_field(std::string_view path) { return known_fields().contains(path); }

}  // namespace lt::edxml
