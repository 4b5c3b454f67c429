namespace Oversight.Web.Tests;

/// <summary>Bodies as a caller writes them.</summary>
internal static class Bodies
{
    public const string Person = "Zoë Ångström-Okonkwo";

    public static string Decision(
        string effective = "2024-11-01",
        string decided = "2024-10-28",
        string body = "nhs-england",
        string more = ""
    ) =>
        $$"""
            {"effective": "{{effective}}", "decided": "{{decided}}", "decidedBy": {"body": "{{body}}", "person": "{{Person}}"}{{more}}}
            """;

    public static string Segment(int segment, string effective = "2024-11-01", string body = "nhs-england") =>
        $$"""{"decision": {{Decision(effective, body: body)}}, "segment": {{segment}}}""";

    public static string Change(string more = "") =>
        $$"""
            {"decision": {"decided": "2024-12-01", "decidedBy": {"body": "nhs-england"}, "rationale": "The letter says so."}{{more}}}
            """;

    public static string Published(string more) =>
        $$"""
            {"decision": {{Decision(
                "2024/25",
                more: ", \"source\": {\"document\": \"PRN00000\"}, \"origin\": \"imported\""
            )}}, {{more}}}
            """;

    public static string Organisation(string ods, string name = "NHS Example ICB", string established = "2022-07-01") =>
        $$"""
            {"decision": {{Decision(
                established
            )}}, "organisation": "{{ods}}", "kind": "icb", "name": "{{name}}", "region": "Y60"}
            """;

    public static string Framework(string id) =>
        $$$"""
            {"decision": {{{Decision(
                "2030-04-01"
            )}}}, "framework": {"id": "{{{id}}}", "title": "A later framework", "year": "2030/31",
             "segments": [{"number": 1, "label": "One"}, {"number": 2, "label": "Two"}], "segmentedKinds": ["icb"],
             "mostIntensiveSegment": 2, "programme": "Support", "nationalBodies": ["nhs-england"]}}
            """;
}
