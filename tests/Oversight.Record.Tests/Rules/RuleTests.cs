using System.Reflection;
using Oversight.Record.Catalogue;
using Oversight.Record.Challenges;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Evidence;
using Oversight.Record.Recovery;
using Oversight.Record.Tests.Given;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Rules;

public sealed class RuleTests
{
    public static TheoryData<string> Cases => [.. RuleBreach.All.Select(b => b.ToString())];

    [Fact]
    public void Every_rule_has_a_case_that_breaks_it() =>
        Assert.Equal(
            RuleCatalogue.All.Select(r => r.Name).Order(StringComparer.Ordinal),
            RuleBreach.All.Select(b => b.Rule).Distinct().Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_rule_is_in_the_list_of_rules() =>
        Assert.Equal(
            typeof(Rule)
                .Assembly.GetTypes()
                .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Static))
                .Where(p => p.PropertyType.IsSubclassOf(typeof(Rule)))
                .Select(p => ((Rule)p.GetValue(null)!).Name)
                .Order(),
            RuleCatalogue.All.Select(r => r.Name).Order()
        );

    [Fact]
    public void A_rule_is_listed_for_what_it_can_judge_and_once() =>
        Assert.All(
            EventCatalogue.Kinds,
            kind =>
            {
                var rules = RuleCatalogue.Of(kind.Example());
                Assert.Distinct(rules);
                Assert.All(
                    rules,
                    r => Assert.True(r.GetType().GetGenericArguments()[0].IsAssignableFrom(kind.Type), r.Name)
                );
            }
        );

    [Fact]
    public void A_rule_has_a_name_of_its_own_and_says_a_sentence()
    {
        Assert.Distinct(RuleCatalogue.All.Select(r => r.Name));
        Assert.All(RuleCatalogue.All, r => Assert.Matches("^[a-z]+(-[a-z]+)+$", r.Name));
        Assert.All(RuleCatalogue.All, r => Assert.Matches("^[A-Z\"].{20,}\\.$", r.Sentence));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_live_decision_that_breaks_the_rule_is_refused(string which)
    {
        var (name, _, record, about, breaking, _) = RuleBreach.All.Single(b => b.ToString() == which);
        if (Find(name).Force != RuleForce.Reports)
        {
            var refusal = record.Refuses(Sample.Ask(about, breaking), name);
            Assert.Contains(refusal.Breach, refusal.Message, StringComparison.Ordinal);
            // Sentences, and nothing of the program's own.
            Assert.DoesNotMatch("[a-z][.][A-Z]", refusal.Breach);
            Assert.Contains(refusal.Rule.Sentence, refusal.Message, StringComparison.Ordinal);
        }
        else
        {
            record.Accepts(Sample.Ask(about, breaking), breaking);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_nearest_decision_that_keeps_the_rule_is_accepted(string which)
    {
        var (_, _, record, about, _, keeping) = RuleBreach.All.Single(b => b.ToString() == which);
        if (keeping is not null)
        {
            record.Accepts(Sample.Ask(about, keeping), keeping);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Back_dated_or_imported_it_is_recorded_and_found_unless_it_makes_no_sense_at_all(string which)
    {
        var (name, _, record, about, breaking, _) = RuleBreach.All.Single(b => b.ToString() == which);
        foreach (var origin in new[] { Origin.BackDated, Origin.Imported })
        {
            var content = breaking.From(origin);
            if (Find(name).Force == RuleForce.RefusesAlways)
            {
                record.Refuses(Sample.Ask(about, content), name);
                continue;
            }

            record.Accepts(Sample.Ask(about, content), content);
            var after = Copy(record).Told(about, content);
            var found = after.Findings(about).Where(f => f.Entry == after.Last).Select(f => f.Rule);

            // A decision that is not live need not say the day: for it this rule has nothing to find.
            Assert.Equal(name != GeneralRules.LiveDecisionNeedsADay.Name, found.Contains(name));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_in_the_record_and_breaks_the_rule_is_found_at_its_entry(string which)
    {
        var (name, _, record, about, breaking, keeping) = RuleBreach.All.Single(b => b.ToString() == which);
        var broken = Copy(record).Told(about, breaking);
        Assert.Contains((name, broken.Last), broken.Findings(about));
        if (keeping is not null)
        {
            var kept = Copy(record).Told(about, keeping);
            Assert.DoesNotContain((name, kept.Last), kept.Findings(about));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_retracted_breaks_no_rule(string which)
    {
        var (name, _, record, about, breaking, _) = RuleBreach.All.Single(b => b.ToString() == which);
        var broken = Copy(record).Told(about, breaking);
        var breach = broken.Last;
        broken.Told(about, Sample.Retracted(breach));
        Assert.DoesNotContain((name, breach), broken.Findings(about));
    }

    [Fact]
    public void A_correction_that_mends_a_breach_ends_the_finding_and_one_that_makes_a_breach_begins_it()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(SubjectId.OfRecovery("qoc-2024"), Sample.Entered("2024-05-01", Sample.Icb))
            .Told(Sample.Icb, Sample.Assigned(5, "2024-05-01"));
        var entry = record.Last;
        Assert.Equal([("segment-of-framework", entry)], record.Findings(Sample.Icb));

        record.Told(Sample.Icb, Sample.Corrected(entry, Sample.Assigned(4, "2024-05-01")));
        Assert.Empty(record.Findings(Sample.Icb));

        record.Told(Sample.Icb, Sample.Corrected(entry, Sample.Assigned(4, "2024-05-01", Sample.Regional)));
        Assert.Equal([("national-agreement", entry)], record.Findings(Sample.Icb));
    }

    [Fact]
    public void A_correction_is_accepted_though_it_upsets_later_entries_which_become_findings()
    {
        var record = SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"), Sample.Reviewed(3, "2024-05-01"));
        var (assigned, reviewed) = (SmallRecord.IdAt(2), SmallRecord.IdAt(3));
        Assert.Empty(record.Findings(Sample.Icb));

        var correction = Sample.Corrected(assigned, Sample.Assigned(2, "2024-04-01"));
        record.Accepts(Sample.Ask(SubjectId.Of(Sample.Icb), correction), correction);
        record.Told(Sample.Icb, correction);

        Assert.Equal([("review-confirms-segment", reviewed)], record.Findings(Sample.Icb));
    }

    [Fact]
    public void The_framework_in_force_on_the_latest_effective_day_judges_even_when_published_later()
    {
        var record = SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Assigned(3, "2024-04-01"));
        Assert.Empty(record.Findings(Sample.Icb));

        record.Told("nof-2023-24", Sample.Framework("nof-2023-24", "2024-04-01", icbs: false));

        Assert.Equal([("segment-of-framework", SmallRecord.IdAt(2))], record.Findings(Sample.Icb));
    }

    public static TheoryData<string, Event> Refusals =>
        new()
        {
            { "recovery-qoc-2024", new ExitDeclined(Sample.Decision("2024-05-01"), Guid.Empty) },
            { "recovery-qoc-2024", new EvidenceReturned(Sample.Decision("2024-05-01"), Guid.Empty) },
            { "undertakings-qoc-2024", new CertificateRefused(Sample.Decision("2024-05-01"), Guid.Empty) },
            { "organisation-QOC", new ChallengeNotUpheld(Sample.Decision("2024-05-01"), Guid.Empty) },
            { "undertakings-qoc-2024", new CertificateRevoked(Sample.Decision("2024-05-01"), Guid.Empty) },
        };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Every_kind_of_no_needs_a_reason(string about, Event content)
    {
        bool Found(Event recorded) =>
            SmallRecord
                .OfAnIcb()
                .Told(SubjectId.FromStream(about), recorded)
                .Findings(SubjectId.FromStream(about))
                .Any(f => f.Rule == "reason-for-declining");

        Assert.True(Found(content));
        Assert.False(Found(content with { Decision = content.Decision with { Rationale = "Too late." } }));
    }

    [Fact]
    public void A_segment_that_a_document_states_is_not_judged_by_the_engagements() =>
        Assert.Empty(SmallRecord.OfAnIcb().Told(Sample.Icb, Sample.Published(4, "2023/24")).Findings(Sample.Icb));

    [Fact]
    public void What_was_published_for_a_year_is_not_held_against_an_engagement_that_began_after_it()
    {
        var engagement = SubjectId.OfRecovery("qoc-2024");
        bool Found(string entered) =>
            SmallRecord
                .OfAnIcb()
                .Told(Sample.Icb, Sample.Published(3, "2023/24"))
                .Told(engagement, Sample.Entered(entered, Sample.Icb))
                .Findings(engagement)
                .Any(f => f.Rule == "recovery-without-segment");

        Assert.True(Found("2024-03-31"));
        Assert.False(Found("2024-04-01"));
    }

    [Fact]
    public void Where_no_framework_holds_segments_and_engagements_are_not_held_against_each_other()
    {
        var record = SmallRecord
            .Empty()
            .Told("nof-2025-26", Sample.Framework("nof-2025-26", "2024-04-01", icbs: false))
            .Told(Sample.Icb, Sample.Registered(Sample.Icb), Sample.Assigned(4, "2024-05-01"))
            .Told(Sample.OtherIcb, Sample.Registered(Sample.OtherIcb), Sample.Assigned(3, "2023-05-01"));
        Assert.DoesNotContain(record.Findings(Sample.Icb), f => f.Rule == "segment-without-recovery");

        var engagement = SubjectId.OfRecovery("qua-2023");
        record.Told(engagement, Sample.Entered("2023-06-01", Sample.OtherIcb));
        Assert.DoesNotContain(record.Findings(engagement), f => f.Rule == "recovery-without-segment");
    }

    [Fact]
    public void An_answer_that_was_retracted_leaves_the_proposal_open()
    {
        var record = SmallRecord
            .OfAnIcb()
            .ToldBy("sam", SubjectId.Of(Sample.Icb), Sample.Proposed(3, "2024-05-01"))
            .Told(Sample.Icb, Sample.Declined(SmallRecord.IdAt(2), "2024-05-02"))
            .Told(Sample.Icb, Sample.Retracted(SmallRecord.IdAt(3)));
        var agreement = Sample.Agreed(SmallRecord.IdAt(2), 3, "2024-05-03");
        record.Accepts(Sample.Ask(SubjectId.Of(Sample.Icb), agreement), agreement);
    }

    [Fact]
    public void A_decision_is_dated_by_the_day_in_London_not_by_the_day_of_the_clock()
    {
        // 23:30 UTC on 9 May is half past midnight on 10 May in London.
        var situation = SmallRecord.OfAnIcb().Situation(SubjectId.Of(Sample.Icb)) with
        {
            Now = new DateTimeOffset(2024, 5, 9, 23, 30, 0, TimeSpan.Zero),
        };
        situation.Accept(Sample.Assigned(2, "2024-05-10"));
        Assert.Throws<RuleRefusedException>(() => situation.Accept(Sample.Assigned(2, "2024-05-11")));
    }

    private static Rule Find(string name) => RuleCatalogue.All.Single(r => r.Name == name);

    private static SmallRecord Copy(SmallRecord record)
    {
        var copy = SmallRecord.Empty();
        foreach (var entry in record.Entries)
        {
            copy.ToldBy(entry.LoggedBy, entry.Subject, entry.Event);
        }

        return copy;
    }
}
