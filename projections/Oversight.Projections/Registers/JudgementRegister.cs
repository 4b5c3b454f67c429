using Oversight.Projections.Readiness;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Registers;

/// <summary>Who rates a criterion.</summary>
public enum RatingLevel
{
    /// <summary>The organisation itself.</summary>
    Self,

    /// <summary>The region.</summary>
    Region,

    /// <summary>The national team.</summary>
    National,
}

/// <summary>What became of a criterion after it was rated.</summary>
public enum WordingAfterwards
{
    /// <summary>The set in force on the day asks for the same.</summary>
    Unchanged,

    /// <summary>The set in force on the day asks for something else.</summary>
    Changed,

    /// <summary>The set in force on the day has it no longer.</summary>
    Dropped,
}

/// <summary>Every rating and judgement of a criterion, with the wording that it is about.</summary>
internal static class JudgementRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "judgements",
            "Ratings and judgements",
            "Every rating that an organisation gave itself and every judgement by the region or nationally by the day, with the wording of the criterion that was rated.",
            new ColumnsOf<Item>()
                .Text("engagement", "Engagement", "The engagement's id.", j => j.Engagement.Subject.Id)
                .Text("title", "Title", "What people call it.", j => j.Engagement.Title)
                .List(
                    "ods",
                    "ODS",
                    "The member concerned; all members where it is for all.",
                    j => j.Members.Select(m => m.Value)
                )
                .List("region", "Region", "The codes of their regions.", j => j.Regions)
                .Text("reference", "Criterion", "The criterion's reference.", j => j.Rating.Criterion)
                .Word<RatingLevel>("level", "Level", "Who rates.", j => j.Level)
                .Text(
                    "rating",
                    "Rating",
                    "The rating: blue, red, amber, green; or the judgement: not-met, partly-met, met, met-and-sustained.",
                    j => j.Word
                )
                .Date("judged", "Judged", "The day of the rating.", j => j.Entry.Effective)
                .Text("decidedBy", "By", "Who rated.", j => Said.By(j.Entry.Content.Decision.DecidedBy))
                .People(
                    "decidedByPerson",
                    "Person",
                    "The person who rated.",
                    j => [j.Entry.Content.Decision.DecidedBy.Person]
                )
                .Text("reason", "Reason", "Why.", j => j.Entry.Content.Decision.Rationale)
                .Word<Confidence>("confidence", "Confidence", "How sure it is.", j => j.Confidence)
                .Text(
                    "wordingJudged",
                    "Wording judged",
                    "The criterion as it was worded when it was rated.",
                    j => j.Judged?.Criterion.Wording
                )
                .Text("thresholdJudged", "Threshold judged", "Its threshold then.", j => j.Judged?.Criterion.Threshold)
                .Date(
                    "wordingFrom",
                    "In force from",
                    "From when that wording was in force.",
                    j => j.Judged?.Set.Effective
                )
                .Entries(
                    "wordingEntry",
                    "Wording's entry",
                    "The entry that put it in force.",
                    j => j.Judged is { } judged ? [judged.Set.Id] : null
                )
                .Text(
                    "wordingNow",
                    "Wording on the day",
                    "The criterion as it is worded on the day asked.",
                    j => j.Now?.Criterion.Wording
                )
                .Word<WordingAfterwards>(
                    "afterwards",
                    "Afterwards",
                    "What became of the criterion after it was rated.",
                    j => j.Afterwards
                )
                .List(
                    "changes",
                    "What changed",
                    "What the criterion asks for on the day asked that it did not when it was rated: before and after.",
                    j => j.Changes
                ),
            "engagement, reference, level, rating, judged, decidedBy, reason, wordingJudged, wordingFrom, afterwards",
            (record, day) =>
            {
                var organisations = new RegisteredOrganisations(record);
                return from subject in record.Subjects
                    let engagement = Engagement.Of(record.TimelineOf(subject))
                    where engagement is not null
                    from entry in Statement.Begun(engagement.Timeline.Of<IRatesCriterion>(), day)
                    select Item.Of(engagement, entry, day, organisations, Said.Framework(record, day));
            },
            j =>
                new(
                    new[] { j.Entry, j.Judged?.Set, j.Now?.Set }.OfType<BelievedEntry>().Select(EntryReference.To),
                    [AnswerRules.WordingInForce],
                    j.Framework
                ),
            MayBeMissing.Membership,
            MayBeMissing.ExitCriteria,
            MayBeMissing.Judgement
        );

    private sealed record Item(
        Engagement Engagement,
        BelievedEntry<IRatesCriterion> Entry,
        IReadOnlyList<OdsCode> Members,
        IReadOnlyList<string> Regions,
        (Criterion Criterion, BelievedEntry Set)? Judged,
        (Criterion Criterion, BelievedEntry Set)? Now,
        string? Framework
    )
    {
        public IRatesCriterion Rating => Entry.Content;

        public RatingLevel Level =>
            Entry.Content is not CriterionAssessed assessed ? RatingLevel.Self
            : assessed.Level == AssessingLevel.National ? RatingLevel.National
            : RatingLevel.Region;

        public string Word =>
            Entry.Content switch
            {
                CriterionAssessed assessed => InWords.Stored(assessed.Judgement),
                CriterionSelfAssessed self => InWords.Stored(self.Rating),
                _ => "",
            };

        public Confidence? Confidence =>
            Entry.Content switch
            {
                CriterionAssessed assessed => assessed.Confidence,
                CriterionSelfAssessed self => self.Confidence,
                _ => null,
            };

        public WordingAfterwards? Afterwards =>
            Judged is not { } judged ? null
            : Now is not { } now ? WordingAfterwards.Dropped
            : Engagement.SameMatter(judged.Criterion, now.Criterion) ? WordingAfterwards.Unchanged
            : WordingAfterwards.Changed;

        public IEnumerable<string> Changes =>
            Judged is ({ } judged, _) && Now is ({ } now, _)
                ? new (string Member, string? Before, string? After)[]
                {
                    ("wording", judged.Wording, now.Wording),
                    ("measure", judged.Measure, now.Measure),
                    ("threshold", judged.Threshold, now.Threshold),
                    ("months to sustain", $"{judged.SustainedMonths}", $"{now.SustainedMonths}"),
                }
                    .Where(c => (c.Before ?? "") != (c.After ?? ""))
                    .Select(c => $"{c.Member}: {Shown(c.Before)} → {Shown(c.After)}")
                : [];

        private static string Shown(string? text) => string.IsNullOrEmpty(text) ? "none" : text;

        public static Item Of(
            Engagement engagement,
            BelievedEntry<IRatesCriterion> entry,
            DateOnly on,
            RegisteredOrganisations organisations,
            string? framework
        )
        {
            var rating = entry.Content;
            IReadOnlyList<OdsCode> members = rating.Member is { } only ? [only] : engagement.EverMembers;
            return new(
                engagement,
                entry,
                members,
                organisations.RegionsOf(members),
                engagement.WordingJudgedBy(entry),
                engagement.CriterionOn(rating.Criterion, on),
                framework
            );
        }
    }
}
