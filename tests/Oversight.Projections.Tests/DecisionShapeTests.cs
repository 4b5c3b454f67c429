using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Oversight.Projections.Words;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;

namespace Oversight.Projections.Tests;

public sealed class DecisionShapeTests
{
    [Fact]
    public void Every_member_of_every_example_is_described_as_it_is_written()
    {
        foreach (var kind in EventCatalogue.Kinds.Where(kind => kind.Type != typeof(EntryCorrected)))
        {
            var written = JsonNode.Parse(EventCatalogue.Write(kind.Example()))!.AsObject();
            written.Remove("decision");
            var shape = DecisionShape.Of(kind).ToDictionary(member => member.Name);
            foreach (var (name, value) in written.Where(m => m.Key != DecisionShape.FilledBySubject(kind)))
            {
                MustFit(shape[name], value!, $"{kind.Word} {name}");
            }

            Assert.All(
                shape.Values,
                member =>
                    Assert.False(
                        member.IsRequired && !written.ContainsKey(member.Name),
                        $"{kind.Word} {member.Name} is required, and its example does without."
                    )
            );
        }
    }

    [Fact]
    public void A_member_says_what_it_asks_for()
    {
        var review = DecisionShape.Of(EventCatalogue.Kinds.Single(kind => kind.Word == "segment-review"));
        Assert.Equal(["Segment", "Next review due"], review.Select(member => member.Label));
        Assert.All(review, member => Assert.EndsWith(".", member.Help, StringComparison.Ordinal));

        var agreed = DecisionShape.Of(EventCatalogue.Kinds.Single(kind => kind.Type.Name == "SegmentAgreed"));
        var proposal = agreed.Single(member => member.Name == "proposal");
        Assert.Equal((ValueKind.Entry, true, false), (proposal.Kind, proposal.MayBeLeftOpen, proposal.IsRequired));

        var document = DecisionShape
            .Of(EventCatalogue.Kinds.Single(kind => kind.Word == "evidence"))
            .Single(member => member.Name == "document");
        Assert.Equal(ValueKind.Document, document.Kind);
    }

    private static void MustFit(DecisionMember member, JsonNode value, string where)
    {
        Assert.True(member.IsList == value is JsonArray, where);
        foreach (var item in value is JsonArray list ? list.Select(i => i!) : [value])
        {
            switch (member.Kind)
            {
                case ValueKind.Object or ValueKind.Document:
                    foreach (var (name, inner) in item.AsObject())
                    {
                        MustFit(member.Members.Single(m => m.Name == name), inner!, $"{where}.{name}");
                    }

                    break;
                case ValueKind.Choice:
                    Assert.Contains(item.GetValue<string>(), member.Words!.Words.Select(word => word.Value));
                    break;
                case ValueKind.Number:
                    Assert.True(item.GetValueKind() == System.Text.Json.JsonValueKind.Number, where);
                    break;
                case ValueKind.YesOrNo:
                    Assert.True(item.AsValue().TryGetValue<bool>(out _), where);
                    break;
                default:
                    Assert.True(item.GetValueKind() == System.Text.Json.JsonValueKind.String, where);
                    break;
            }
        }
    }

    [Fact]
    public void People_read_nothing_of_how_it_is_written_for_programs()
    {
        string[] said =
        [
            .. EventCatalogue
                .Kinds.Where(kind => kind.About != SubjectKind.Framework)
                .SelectMany(DecisionShape.Of)
                .Concat(DecisionShape.OfDecision)
                .SelectMany(member => member.Members.Prepend(member))
                .SelectMany(member => new[] { member.Label, member.HelpForPeople, member.LeftOut ?? "" }),
        ];

        Assert.True(said.Length > 500);
        Assert.DoesNotContain(
            said.Distinct(),
            words =>
                Regex.IsMatch(words, @"\b(null|ids?|JSON|API|SHA-256|Sha256|ODS codes?|nhs-england|commitment \()\b")
        );
    }
}
