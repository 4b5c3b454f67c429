using Oversight.Record.Catalogue;

namespace Oversight.Projections.Why;

/// <summary>The findings in an organisation's own entries, each a part by itself: its answer is how the entry breaks the rule.</summary>
internal static class PartsOfFindings
{
    /// <summary>Those of an organisation, by the entry that breaks the rule, the last recorded last.</summary>
    public static IReadOnlyList<PartOfStatus> Of(RecordAt record, OdsCode ods)
    {
        var subject = SubjectId.Of(ods);
        return
        [
            .. record
                .FindingsOf(subject)
                .Select(found => new PartOfStatus(
                    "finding",
                    "What a rule reports",
                    null,
                    at => Finding(at, subject, found.Entry, found.Rule),
                    found.Entry
                )),
        ];
    }

    // That entry and that rule alone, as all are judged by all rules: where nothing is broken, or the entry is not there, there is no finding.
    private static PartAnswer? Finding(RecordAt record, SubjectId subject, Guid id, string name)
    {
        if (
            record.TimelineOf(subject) is not { IsWhole: true } timeline
            || timeline.RecordedAs(id) is not { } entry
            || timeline.RetractionOf(id) is not null
        )
        {
            return null;
        }

        // Not the others that its kind is judged by: they read what this one does not.
        var content = timeline.Believed(entry);
        var rule = RuleCatalogue.Of(content).FirstOrDefault(rule => rule.Name == name);
        return rule?.Breach(new(content, entry, record.SituationOf(subject, DateTimeOffset.MinValue, ""))) is { } breach
            ? new(breach, breach, true, [new AnswerRule(rule.Name, rule.Sentence)])
            : null;
    }
}
