using System.Reflection;
using Oversight.Projections.Answers;
using Oversight.Record.Catalogue;

namespace Oversight.Projections.Tests;

public sealed class AnswerRulesTests
{
    [Fact]
    public void A_law_has_one_name_in_decisions_and_in_answers()
    {
        var answers = typeof(AnswerRules)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType == typeof(AnswerRule))
            .Select(p => (AnswerRule)p.GetValue(null)!)
            .ToArray();
        Assert.Distinct(answers.Select(r => r.Name));
        Assert.Distinct(answers.Select(r => r.Sentence));
        var laws = RuleCatalogue.All.ToDictionary(r => r.Name, r => r.Sentence);
        Assert.All(answers.Where(r => laws.ContainsKey(r.Name)), r => Assert.Equal(laws[r.Name], r.Sentence));
        Assert.All(answers.Where(r => laws.ContainsValue(r.Sentence)), r => Assert.Contains(r.Name, laws.Keys));
    }
}
