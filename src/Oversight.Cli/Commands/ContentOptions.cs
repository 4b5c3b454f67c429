using System.Text.Json;
using System.Text.Json.Nodes;
using Oversight.Desk;
using Oversight.Projections.Words;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;

namespace Oversight.Cli.Commands;

/// <summary>What single kinds of events say, as options.</summary>
internal static class ContentOptions
{
    /// <summary>The inputs for what a kind of event says besides its decision, in the order of its shape.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="taken">Names of options that mean something else already.</param>
    public static IReadOnlyList<ContentMember> Of(EventKind kind, IReadOnlySet<string> taken) =>
        [
            .. from member in DecisionShape.Of(kind)
            select ContentMember.Of(kind.Type, member.Name, asArgument: member.Name == "segment", taken),
        ];

    /// <summary>--successor ODS:KIND.</summary>
    public static Option<JsonNode?> Successor() =>
        new("--successor")
        {
            Description =
                "One that follows, and how: merger, split or boundary-extension, such as S1Y5D:merger; may be given several times.",
            HelpName = "ODS:KIND",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result =>
                MemberText.Read(
                    result,
                    DecisionShape.Of(typeof(OrganisationSucceeded), "successors"),
                    "--successor",
                    texts => new JsonArray([.. texts.Select(SuccessorOf)])
                ),
        };

    /// <summary>An event from a file, in the shape in which it is stored.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it must hold.</param>
    /// <param name="read">How it is read: as a new decision, or as what one should have said.</param>
    /// <exception cref="BadInputException">The file cannot be read, or has not that shape.</exception>
    public static Event FromFile(string path, EventKind kind, Func<JsonElement, Type, string, object> read)
    {
        var bytes = Inputs.ReadFile(path);
        try
        {
            return (Event)read(StrictJson.ParseObject(bytes), kind.Type, "");
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"{path} (as {kind.Name}): {e.Field}", e.Problem);
        }
    }

    private static JsonObject SuccessorOf(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2
            ? new JsonObject
            {
                ["organisation"] = MemberText.Written(typeof(OdsCode), parts[0]),
                ["kind"] = MemberText.Written(typeof(SuccessionKind), parts[1]),
            }
            : throw new FormatException($"\"{text}\" is not ODS:KIND, such as S1Y5D:merger.");
    }
}
