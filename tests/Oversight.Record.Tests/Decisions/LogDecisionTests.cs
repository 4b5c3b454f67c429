using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

/// <summary>What a decision is as soon as it is asked for: checked, and without names.</summary>
public sealed class LogDecisionTests
{
    private const string Name = "Jo Bloggs";

    private static readonly SubjectId Recovery = SubjectId.OfRecovery("qoc-2021");

    /// <summary>Events that name somebody, by the member.</summary>
    public static TheoryData<string, SubjectId, Event> Named =>
        new()
        {
            {
                "decision.decidedBy.person",
                SubjectId.Of(Sample.Icb),
                Sample.Assigned(3, "2024-05-01").With(d => d with { DecidedBy = new("nhs-england", Person: Name) })
            },
            { "director", Recovery, SampleRecovery.Director("2024-05-01") with { Director = Name } },
            {
                "unmet[0].acceptedBy",
                Recovery,
                SampleRecovery.Exit("2024-05-01") with
                {
                    Unmet = [new("EC1", "So.", Name)],
                }
            },
        };

    [Theory]
    [MemberData(nameof(Named), DisableDiscoveryEnumeration = true)]
    public void A_name_is_taken_out_and_none_is_recorded(string field, SubjectId subject, Event content)
    {
        // Without that, it would be refused.
        Assert.Equal(field, Assert.Throws<BadInputException>(content.CheckInput).Field);

        var command = new LogDecision(subject, content);
        var person = Assert.Single(command.People);
        Assert.True(person.Holds);
        Assert.Equal(Name, person.Name);
        Assert.Equal([person.Id], command.Asked.People());
        Assert.DoesNotContain(Name, EventCatalogue.Write(command.Asked), StringComparison.Ordinal);
        Assert.DoesNotContain(person.Id, command.WithoutPeople, StringComparison.Ordinal);
        // A commitment stays as it is, and so does what names nobody.
        Assert.Same(command.Asked, new LogDecision(subject, command.Asked).Asked);
    }
}
