using Oversight.Desk.Imports;
using Oversight.Desk.Reference;

namespace Oversight.Desk.Tests;

public static class Vocabularies
{
    /// <summary>The vocabulary of an assessment of the boards that were established on the day.</summary>
    public static AssessmentVocabulary VocabularyOfBoardsEstablishedOn(string day)
    {
        var regions = ReferenceData.Regions.ToDictionary(region => region.Code, region => region.Name);
        var boards = ReferenceData
            .Organisations.Where(board => board.Established.Stored == day)
            .Select(board => new NamedOrganisation(
                board.Ods.Value,
                board.OfficialName,
                [board.Name, .. board.AlsoKnownAs],
                regions[board.Region]
            ));
        return new AssessmentVocabulary(
            AssessmentHeadings.BuiltIn,
            [.. regions.Values],
            _ => new OrganisationNames(boards)
        );
    }
}
