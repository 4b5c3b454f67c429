using Microsoft.AspNetCore.Components;

namespace Oversight.Web.Design;

/// <summary>A field of a form: its label, its hint, what stands in it and what is wrong with it.</summary>
public abstract class Field : ComponentBase
{
    /// <summary>What the form holds.</summary>
    [CascadingParameter]
    public Submitted? Form { get; set; }

    /// <summary>Its name; the id of its first input too.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>What it asks for.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What helps to answer; null where the label says it.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>True where the label is the heading of the page.</summary>
    [Parameter]
    public bool IsHeading { get; set; }

    /// <summary>Whether it may be left empty, which its label says.</summary>
    [Parameter]
    public bool Optional { get; set; }

    /// <summary>What stands in it.</summary>
    protected string? Value => Form?[Name];

    /// <summary>What is wrong with it; null when nothing is.</summary>
    protected string? Error => Form?.ErrorOf(Name);

    /// <summary>Its label, and that it may be left empty.</summary>
    protected string Asks => Optional ? $"{Label} (optional)" : Label;

    /// <summary>The ids of what describes it.</summary>
    protected string? DescribedBy =>
        string.Join(
            ' ',
            new[] { Hint is null ? null : $"{Name}-hint", Error is null ? null : $"{Name}-error" }.OfType<string>()
        )
            is { Length: > 0 } ids
            ? ids
            : null;

    /// <summary>The classes of the group around it.</summary>
    protected string Group => Error is null ? "nhsuk-form-group" : "nhsuk-form-group nhsuk-form-group--error";

    /// <summary>The classes of a label or a legend of that kind.</summary>
    protected string LabelLook(string kind) => $"nhsuk-{kind} nhsuk-{kind}--{(IsHeading ? "l" : "s")}";
}
