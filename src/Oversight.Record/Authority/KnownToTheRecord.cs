using Oversight.Record.Corrections;
using Oversight.Record.Organisations;

namespace Oversight.Record.Authority;

/// <summary>
/// What cannot be right for anybody, whenever it was decided and wherever it comes from: a body that there is not. Refused before
/// any rule is asked.
/// </summary>
internal static class KnownToTheRecord
{
    /// <summary>Checks an event against what the record knows, and what a correction puts in place of another.</summary>
    /// <exception cref="BadInputException">Names the field at fault.</exception>
    public static void Check(Event content, Situation situation)
    {
        CheckBody(content.Decision.DecidedBy.Body, situation);
        if (content is EntryCorrected { Replacement: var replacement })
        {
            CheckBody(replacement.Decision.DecidedBy.Body, situation);
        }
    }

    private static void CheckBody(string body, Situation situation)
    {
        const string field = "decision.decidedBy.body";
        if (DecidingBody.Of(body) is not null)
        {
            return;
        }

        if (OdsCode.TryParse(body, out var ods))
        {
            if (situation.Organisation(ods)?.Of<OrganisationRegistered>().Any() != true)
            {
                throw new BadInputException(field, $"\"{body}\" is no organisation in the record: register it first.");
            }

            if (body != ods.Value)
            {
                throw new BadInputException(field, $"\"{body}\" is not how an organisation is named: write {ods}.");
            }

            return;
        }

        var known = DecidingBody.All.Select(b => b.Id);
        throw new BadInputException(
            field,
            $"\"{body}\" is not a body that decides: write nhs-england, nhs-england-Y60 for a regional team, or an ODS code."
                + NearestWord.Question(body, known)
        );
    }
}
