using Oversight.Projections.AuditHistory;
using Oversight.Projections.Deadlines;
using Oversight.Projections.Questions;
using Oversight.Projections.Readiness;
using Oversight.Projections.Status;
using Oversight.Record.Authority;
using Oversight.Record.Evidence;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Web.Design;

/// <summary>What pages call things.</summary>
internal static class Words
{
    /// <summary>With a capital at the beginning.</summary>
    public static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>A day: 31 March 2024.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An instant in London: 21 November 2026, 20:57:53.</summary>
    public static string Instant(DateTimeOffset instant) =>
        London.At(instant).ToString("d MMMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A kind of organisation.</summary>
    public static string Kind(OrganisationKind kind) =>
        kind switch
        {
            OrganisationKind.Icb => "Integrated care board",
            OrganisationKind.NhsTrust => "NHS trust",
            _ => "NHS foundation trust",
        };

    /// <summary>The oversight framework of a day.</summary>
    public static string Framework(FrameworkReference framework) =>
        framework.Note ?? $"{framework.Title} is in force on this day.";

    /// <summary>Who decided, with role and name where the record has them.</summary>
    public static string DecidedBy(DecidedBy who, IReadOnlyDictionary<string, string> people)
    {
        var name = who.Person is { } person ? people.GetValueOrDefault(person, InWords.NoNameKept) : null;
        return string.Join(", ", new[] { Body(who.Body), who.Role, name }.OfType<string>());
    }

    /// <summary>Who logged it, where no name is told: by the beginning of their id, so that one can be told from another.</summary>
    public static string LoggedBy(string subject) =>
        subject switch
        {
            "oversight:reference-data" => "Oversight, reference data",
            _ when subject.StartsWith("user:", StringComparison.Ordinal) && subject.Length > 13 =>
                $"a person not named here ({subject[5..13]})",
            _ => subject,
        };

    /// <summary>What is called so of a criterion that is judged met, and is not satisfied: it has to stay met for some time.</summary>
    public const string MetNotForLongEnough = "met, not yet for long enough";

    /// <summary>
    /// Where a criterion stands, by the level that decides: the national team where it has judged, else the region.
    /// </summary>
    public static string State(CriterionReadiness criterion)
    {
        var deciding = criterion.Ratings.National.Candidates.Any(c => !c.OfAnotherWording)
            ? criterion.Ratings.National
            : criterion.Ratings.Region;
        return criterion.Satisfied ? "satisfied"
            : deciding.Candidates.All(c => c.OfAnotherWording) ? "not judged"
            : deciding.Rating switch
            {
                null => "uncertain",
                CriterionJudgement.NotMet => "not met",
                CriterionJudgement.PartlyMet => "partly met",
                _ => MetNotForLongEnough,
            };
    }

    /// <summary>How many exit criteria are satisfied, and how many of the others are met so far.</summary>
    public static string Satisfied(IReadOnlyList<CriterionReadiness> criteria)
    {
        var met = criteria.Count(c => State(c) == MetNotForLongEnough);
        return $"{criteria.Count(c => c.Satisfied)} of {Count(criteria.Count, "exit criterion", "exit criteria")} satisfied"
            + (met > 0 ? $"; {met} {MetNotForLongEnough}" : "");
    }

    /// <summary>What became of an entry.</summary>
    public static string Standing(EntryStanding standing) => Begun(InWords.Of(standing));

    /// <summary>How much can be said about a segment, in a word for its mark.</summary>
    public static string State(SegmentStatus segment) =>
        segment.State switch
        {
            SegmentState.Certain => $"Segment {segment.Number}",
            SegmentState.Uncertain => "Uncertain",
            SegmentState.NotSegmented => "Not segmented",
            SegmentState.LastPublished => "Last published",
            _ => "Not known",
        };

    /// <summary>The answer beside its mark, without the word that the mark says already.</summary>
    public static string Answer(SegmentStatus segment)
    {
        var said = segment.State switch
        {
            SegmentState.Certain => $"{segment.Number}, ",
            SegmentState.Uncertain => "uncertain: ",
            SegmentState.NotKnown => "not known: ",
            SegmentState.LastPublished => "last published ",
            _ => "",
        };
        return segment.Text.StartsWith(said, StringComparison.Ordinal) ? segment.Text[said.Length..] : segment.Text;
    }

    /// <summary>Who asks a question.</summary>
    public static string Role(Role role) =>
        role switch
        {
            Projections.Questions.Role.Region => "Regional oversight lead",
            Projections.Questions.Role.Auditor => "Auditor",
            _ => "ICB lead",
        };

    /// <summary>A parameter of a question, as the label of its field.</summary>
    public static string Parameter(string name) =>
        name switch
        {
            "organisation" => "Organisation",
            "system" => "ICB and its trusts",
            "dependsOn" => "Depends on",
            "dependsOnName" => "Depends on (part of a name)",
            "engagement" => "Engagement (id)",
            "entry" => "Entry (id)",
            "from" => "Recorded from (day)",
            "to" => "Recorded to (day)",
            "within" => "Due in at most (days)",
            _ => Begun(name),
        };

    /// <summary>How it came into the record, where that needs saying.</summary>
    public static string? Origin(Origin origin) =>
        origin is Record.Entries.Origin.BackDated or Record.Entries.Origin.Imported ? InWords.Stored(origin) : null;

    /// <summary>How many days are left, or how late something is.</summary>
    public static string DaysLeft(long days) =>
        days switch
        {
            < -1 => $"{-days} days late",
            -1 => "1 day late",
            0 => "today",
            1 => "1 day left",
            _ => $"{days} days left",
        };

    /// <summary>A date that something has, where an unknown one needs a noun.</summary>
    public static string Date(DateWithPrecision date) =>
        date.Precision == DatePrecision.Unknown ? "date unknown" : date.ToString();

    /// <summary>A date that something has, with those that it perhaps has instead.</summary>
    public static string Date(DateWithPrecision date, IReadOnlyCollection<DateWithPrecision> orElse) =>
        Date(date) + (orElse.Count == 0 ? "" : $", or perhaps {string.Join(" or ", orElse.Select(Date))}");

    /// <summary>A number of things.</summary>
    public static string Count(int count, string one, string? many = null) =>
        $"{count} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A number of days, which may be a lower bound alone.</summary>
    public static string Days(int count, bool atLeast) => $"{(atLeast ? "at least " : "")}{Count(count, "day")}";

    /// <summary>How an organisation sees itself, with what the colour stands for.</summary>
    public static string Rating(Brag rating) =>
        rating switch
        {
            Brag.Blue => "Blue: done",
            Brag.Green => "Green: on track",
            Brag.Amber => "Amber: at risk",
            _ => "Red: off track",
        };

    /// <summary>How far a criterion is judged to be met.</summary>
    public static string Judgement(CriterionJudgement judgement) => Begun(InWords.Of(judgement));

    /// <summary>How far an undertaking is judged to be complied with.</summary>
    public static string Judgement(ComplianceJudgement judgement) => $"{Begun(InWords.Of(judgement))} with";

    /// <summary>Where a piece of evidence stands.</summary>
    public static string Evidence(EvidenceState state, EvidenceVerdict? verdict) =>
        (state, verdict) switch
        {
            (_, EvidenceVerdict.Sufficient) => "Sufficient",
            (_, EvidenceVerdict.PartlySufficient) => "Sufficient in part",
            (_, EvidenceVerdict.Insufficient) => "Insufficient",
            (EvidenceState.Acknowledged, _) => "Acknowledged, waits to be judged",
            (EvidenceState.Returned, _) => "Returned",
            (EvidenceState.Ended, _) => "Ended with the body that submitted it",
            _ => "Submitted, waits to be judged",
        };

    /// <summary>The test that the law sets.</summary>
    public static string Test(LegalTest test) =>
        test == LegalTest.Satisfied ? "satisfied" : "reasonable grounds to suspect";

    /// <summary>What kind of thing has a date.</summary>
    public static string Kind(DeadlineKind kind) =>
        kind switch
        {
            DeadlineKind.RecoveryReview => "Recovery Support review",
            DeadlineKind.CertificateDecision => "Compliance certificate",
            _ => Begun(InWords.Of(kind)),
        };

    /// <summary>Where an engagement stands.</summary>
    public static string State(EngagementState state) => Begun(state.InWords());

    /// <summary>Whether a member is one.</summary>
    public static string Membership(MemberReadiness member) =>
        member switch
        {
            { Membership: Certainty.Yes, Joined: { } joined } => $"Member since {Date(joined)}",
            { Membership: Certainty.Yes } => "Member",
            { Membership: Certainty.Perhaps } => "Perhaps a member",
            { PassedOn: { To: [var successor] } passed } =>
                $"Passed to {successor} {Date(passed.Said.Effective)}, when it had ended",
            { PassedOn: { } ended } => $"Its membership ended with it, {Date(ended.Said.Effective)}",
            { Left: { } left } => $"Left {Date(left)}",
            _ => "Not a member yet",
        };

    /// <summary>When a member is meant to leave.</summary>
    public static string Target(TargetExit? target) =>
        target switch
        {
            null => "none stated",
            { Target: { } certain } => Date(certain),
            _ => target.Text,
        };

    /// <summary>What became of a milestone.</summary>
    public static string State(Milestone milestone) =>
        milestone.State switch
        {
            MilestoneState.Achieved => "✓ Achieved",
            MilestoneState.Missed or MilestoneState.Ended or MilestoneState.Uncertain => Begun(
                InWords.Of(milestone.State)
            ),
            _ => milestone.Overdue ? "Overdue" : "Open",
        };

    // As a cell or a mark begins.
    /// <summary>What was open when a body ended.</summary>
    public static string What(OpenItemKind what) => Begun(InWords.Of(what));

    public static string Begun(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    // The classes of the style sheet that go with the words above.

    /// <summary>The look of whether an engagement is under way.</summary>
    public static string Look(EngagementState state) =>
        state switch
        {
            EngagementState.UnderWay or EngagementState.InTransition => "going",
            EngagementState.PerhapsUnderWay => "uncertain",
            _ => "none",
        };

    /// <summary>The look of a rating.</summary>
    public static string Look(Brag rating) =>
        rating switch
        {
            Brag.Blue => "going",
            Brag.Green => "s1",
            Brag.Amber => "s3",
            _ => "s4",
        };

    /// <summary>The look of a judgement.</summary>
    public static string Look(CriterionJudgement judgement) =>
        judgement switch
        {
            CriterionJudgement.NotMet => "s4",
            CriterionJudgement.PartlyMet => "s3",
            CriterionJudgement.Met => "s2",
            _ => "s1",
        };

    /// <summary>The look of a judgement.</summary>
    public static string Look(ComplianceJudgement judgement) =>
        judgement switch
        {
            ComplianceJudgement.NotComplied => "s4",
            ComplianceJudgement.PartlyComplied => "s3",
            _ => "s1",
        };

    /// <summary>The look of a milestone.</summary>
    public static string Look(Milestone milestone) =>
        milestone.State switch
        {
            MilestoneState.Achieved => "s1",
            MilestoneState.Missed => "s4",
            MilestoneState.Uncertain => "uncertain",
            _ => milestone.Overdue ? "late" : "going",
        };

    /// <summary>The look of a piece of evidence.</summary>
    public static string Look(EvidenceStanding piece) =>
        piece switch
        {
            { Verdict: EvidenceVerdict.Sufficient } => "s1",
            { Verdict: EvidenceVerdict.PartlySufficient } => "s3",
            { Verdict: EvidenceVerdict.Insufficient } or { State: EvidenceState.Returned } => "s4",
            _ => "going",
        };

    /// <summary>The region of a code; the code where there is none of it.</summary>
    public static string RegionOf(string? code) =>
        code is null ? "–" : Region.All.FirstOrDefault(r => r.Code == code)?.Name ?? code;

    /// <summary>A body that decides, by its id.</summary>
    public static string Body(string id) =>
        DecidingBody.All.FirstOrDefault(b => b.Id.Equals(id, StringComparison.OrdinalIgnoreCase))?.Name ?? id;
}
