using Oversight.Projections.Letters;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Challenges;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Tests;

/// <summary>Drafts of decision letters: what each must say by its kind, and what the record does not state named as a gap.</summary>
public sealed class LetterTests
{
    private static readonly SubjectId Icb = SubjectId.Of(Sample.Icb);
    private static readonly DateOnly Day = new(2024, 5, 10);

    [Fact]
    public void A_letter_about_a_segment_says_which_since_when_why_under_which_framework_and_when_it_is_looked_at_next()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(2, "2023-04-01"), Whole(Sample.Assigned(3, "2024-04-01")));
        var text = Text(record);

        Assert.Contains("Segment 3: ", text, StringComparison.Ordinal);
        Assert.Contains("It holds from: 1 April 2024.", text, StringComparison.Ordinal);
        Assert.Contains("Before that: segment 2.", text, StringComparison.Ordinal);
        Assert.Contains("Finances are off plan.", text, StringComparison.Ordinal);
        Assert.Contains("Considered: Month 12 return (REF-1)", text, StringComparison.Ordinal);
        Assert.Contains("It was decided under: ", text, StringComparison.Ordinal);
        Assert.Contains("The segment is looked at next: ", text, StringComparison.Ordinal);
        Assert.Equal(["a contact"], Draft(record).Gaps);

        record.Told(Sample.Icb, Sample.Assigned(4, "2024-05-01"));
        Assert.Equal(
            [
                "the reasons for the decision",
                "the evidence on which it was decided",
                "a contact",
                "the role of who signs",
            ],
            Draft(record).Gaps
        );
        Assert.Contains("[not stated: the reasons for the decision]", Text(record), StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_about_entering_says_the_target_and_the_criteria_once_they_are_agreed()
    {
        var record = SampleRecovery.UnderWay();
        var entered = record.Last;
        Assert.Contains("the exit criteria", Draft(record, entered).Gaps);
        Assert.Contains("the target exit", Draft(record, entered).Gaps);

        record.Told(
            SampleRecovery.Subject,
            SampleRecovery.Agreed("2023-05-01", "EC1", "EC2"),
            SampleRecovery.TargetExit("2023-05-02", "Q4 2024/25")
        );
        var draft = Draft(record, entered);
        Assert.DoesNotContain("the exit criteria", draft.Gaps);
        Assert.Contains("Target for leaving: Q4 2024/25.", Text(draft), StringComparison.Ordinal);
        Assert.Equal(["EC1", "EC2"], draft.Parts.Single(p => p.Table is not null).Table!.Rows.Select(r => r[0]));
    }

    [Fact]
    public void A_letter_about_leaving_says_what_was_accepted_unmet_and_the_monitoring_after_it()
    {
        var record = SampleRecovery
            .WithCriteria()
            .Told(SampleRecovery.Subject, SampleRecovery.Exit("2024-05-01", null, "EC2"));
        var exit = record.Last;
        Assert.Contains("the monitoring after exit", Draft(record, exit).Gaps);
        record.Told(SampleRecovery.Subject, SampleRecovery.Plan("2024-05-01"));
        var text = Text(Draft(record, exit));
        Assert.Contains("EC2", text, StringComparison.Ordinal);
        Assert.Contains("Quarterly meetings.", text, StringComparison.Ordinal);
        Assert.Contains("until when it is monitored", Draft(record, exit).Gaps);
        Assert.Contains("how often it is looked at", Draft(record, exit).Gaps);
    }

    [Fact]
    public void Letters_about_undertakings_say_each_with_its_date_and_the_law()
    {
        var record = SampleUndertakings.Given();
        var given = Draft(record);
        Assert.Equal(
            [
                ("1.1", "A plan is sent.", "31 March 2024"),
                ("1.2", "A board is appointed.", "[not stated: when undertaking 1.2 is due]"),
            ],
            given.Parts.Single(p => p.Table is not null).Table!.Rows.Select(r => (r[0], r[1], r[2]))
        );
        Assert.Contains("section 106", Text(given), StringComparison.Ordinal);
        Assert.Contains("within 14 days", Text(given), StringComparison.Ordinal);
        Assert.Contains("Finance.", Text(given), StringComparison.Ordinal);

        record.Told(SampleUndertakings.Subject, SampleUndertakings.Varied("2024-04-01"));
        Assert.Contains("30 June 2024", Text(record), StringComparison.Ordinal);

        record.Told(SampleUndertakings.Subject, SampleUndertakings.AppliedFor("2024-04-02", "1.1"));
        record.Told(
            SampleUndertakings.Subject,
            Whole(new CertificateRefused(Sample.Decision("2024-04-10"), record.Last))
        );
        Assert.Contains("Applied for: 2 April 2024.", Text(record), StringComparison.Ordinal);
        Assert.Contains("is refused: 10 April 2024", Text(record), StringComparison.Ordinal);
        Assert.Contains("Finances are off plan.", Text(record), StringComparison.Ordinal);

        record.Told(
            SampleUndertakings.Subject,
            new DirectionIssued(
                Sample.Decision("2024-05-01"),
                "hsc-act-2012-s105",
                LegalTest.Satisfied,
                "Appoint a board."
            )
        );
        Assert.Contains("section 105", Text(record), StringComparison.Ordinal);
        Assert.Contains("by when", Draft(record).Gaps);
    }

    [Fact]
    public void The_answer_to_a_challenge_says_what_was_challenged_and_what_the_entry_says_now()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Whole(Sample.Assigned(3, "2024-04-01")))
            .ToldBy(
                "sam",
                Icb,
                new EntryChallenged(Sample.Decision("2024-05-01"), SmallRecord.IdAt(2), Sample.Icb, "A month early.")
            )
            .Told(Sample.Icb, Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(3, "2024-05-01")))
            .Told(
                Sample.Icb,
                new ChallengeUpheld(Sample.Decision("2024-05-05"), SmallRecord.IdAt(3), SmallRecord.IdAt(4))
            );
        Assert.Contains("A month early.", Text(record), StringComparison.Ordinal);
        Assert.Contains("It now says: Segment 3 assigned from 1 May 2024.", Text(record), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_corrected_decision_it_says_what_is_believed_under_either_id_and_of_a_retracted_one_nothing()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"))
            .Told(Sample.Icb, Sample.Corrected(SmallRecord.IdAt(2), Sample.Assigned(2, "2024-04-01")));
        Assert.Contains("Segment 2: ", Text(Draft(record, SmallRecord.IdAt(2))), StringComparison.Ordinal);
        Assert.Equal(SmallRecord.IdAt(2), Draft(record, SmallRecord.IdAt(3)).Entry);
        // What it says is in both; whoever does not see everything is told the place of neither.
        Assert.Equal([2, 3], Draft(record, SmallRecord.IdAt(2)).Places);
        var theirs = record.At().AsSeenBy(Sample.Icb, Day);
        Assert.True(LetterDraft.Of(theirs, SmallRecord.IdAt(2)) is null or { Places.Count: 0 });

        record.Told(Sample.Icb, Sample.Retracted(SmallRecord.IdAt(2)));
        Assert.Equal("entry", Assert.Throws<BadInputException>(() => Draft(record, SmallRecord.IdAt(2))).Field);
    }

    [Fact]
    public void There_is_none_about_what_nobody_decides_to_those_not_concerned_or_for_those_who_may_not_see_it()
    {
        var record = SampleRecovery
            .WithCriteria()
            .Told(SampleRecovery.Subject, SampleRecovery.Submitted("2024-04-01", Sample.Icb, "EC1"));
        Assert.Equal("entry", Assert.Throws<BadInputException>(() => Draft(record)).Field);
        var entered = record.Entries.First(e => e.Event is RecoveryEntered).Id;
        Assert.Equal(
            "to",
            Assert.Throws<BadInputException>(() => LetterDraft.Of(record.At(), entered, Sample.NewIcb)).Field
        );
        Assert.Equal([Sample.Icb], LetterDraft.Of(record.At(), entered, Sample.Icb)!.Organisations);
        Assert.Null(LetterDraft.Of(record.At().AsSeenBy(Sample.Icb, Day), entered));
        Assert.Null(LetterDraft.Of(record.At(), Guid.NewGuid()));
    }

    [Fact]
    public void Every_kind_that_somebody_decides_has_one()
    {
        foreach (var kind in EventCatalogue.Kinds.Where(k => k.Decides && !k.About.HasFlag(SubjectKind.Framework)))
        {
            var record = SampleRecovery.WithCriteria();
            var subject =
                kind.About.HasFlag(SubjectKind.Organisation) ? Icb
                : kind.About.HasFlag(SubjectKind.Recovery) ? SampleRecovery.Subject
                : SampleUndertakings.Subject;
            if (subject == SampleUndertakings.Subject)
            {
                record.Told(subject, SampleUndertakings.Accepted("2024-01-10"));
            }

            record.Told(subject, kind.Example().WithoutPeople());
            var draft = LetterDraft.Of(record.At(), record.Last);
            Assert.NotNull(draft);
            Assert.Contains(record.Entries[^1].Event.Says(), Text(draft), StringComparison.Ordinal);
            Assert.All(
                draft.Gaps,
                gap =>
                    Assert.Contains(
                        $"[not stated: {gap}]",
                        Text(draft) + draft.Role + draft.Decided,
                        StringComparison.Ordinal
                    )
            );
            Assert.All(
                draft.Parts.Select(p => p.Table),
                table => Assert.All(table?.Rows ?? [], r => Assert.Equal(table!.Columns.Count, r.Count))
            );
        }
    }

    private static T Whole<T>(T content)
        where T : Event =>
        content.With(d =>
            d with
            {
                Rationale = "Finances are off plan.",
                Evidence = [new("Month 12 return", "REF-1")],
                DecidedBy = d.DecidedBy with { Role = "Regional Director" },
            }
        );

    private static LetterDraft Draft(SmallRecord record, Guid? entry = null) =>
        LetterDraft.Of(record.At(), entry ?? record.Last)!;

    private static string Text(SmallRecord record) => Text(Draft(record));

    private static string Text(LetterDraft draft) =>
        string.Join('\n', draft.Parts.SelectMany(p => p.Paragraphs.Concat(p.Table?.Rows.SelectMany(r => r) ?? [])));
}
