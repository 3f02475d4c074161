using System.Globalization;
using System.Text.Encodings.Web;
using Majlis.Calendars;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Majlis.Web.Shell.Parts;

/// <summary>
/// One field of a form: label, hint, what is wrong, the input; wired for screen readers. <c>&lt;field for="Form.Slug" label="forums.slug" /&gt;</c>.
/// Inside may stand an input of its own (a select, a set of boxes); otherwise a text input or, with <c>lines</c>, a text area is made.
/// What was typed comes back after a refusal, even when it could not be understood.
/// </summary>
[HtmlTargetElement("field")]
public sealed class FieldTag(PageTexts texts) : TagHelper
{
    public ModelExpression For { get; set; } = null!;
    /// <summary>Key of the label.</summary>
    public string Label { get; set; } = "";
    /// <summary>Key of the hint; null: none.</summary>
    public string? Hint { get; set; }
    public string Type { get; set; } = "text";
    /// <summary>Rows of a text area; 0: a one-line input.</summary>
    public int Lines { get; set; }
    public bool Required { get; set; }
    /// <summary>Direction of what is typed: <c>ltr</c> for codes and addresses, <c>auto</c> for texts.</summary>
    public string Dir { get; set; } = "auto";
    public string? Autocomplete { get; set; }
    public string? Inputmode { get; set; }
    public string? Placeholder { get; set; }
    public bool Autofocus { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var name = View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        var inside = await output.GetChildContentAsync();
        var errors = Errors(View, name);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", errors.Count > 0 ? "field wrong" : "field");
        var html = output.Content;
        html.AppendHtml($"<label for=\"{id}\">").Append(texts[Label]).AppendHtml("</label>");
        if (Hint is not null) html.AppendHtml($"<div class=\"hint\" id=\"{id}-hint\">").Append(texts[Hint]).AppendHtml("</div>");
        foreach (var error in errors) html.AppendHtml($"<div class=\"error\" id=\"{id}-error\">").Append(error).AppendHtml("</div>");
        if (!inside.IsEmptyOrWhiteSpace)
        {
            html.AppendHtml(inside);
            return;
        }
        var input = new TagBuilder(Lines > 0 ? "textarea" : "input");
        input.MergeAttribute("id", id);
        input.MergeAttribute("name", name);
        input.MergeAttribute("dir", Dir);
        if (Hint is not null || errors.Count > 0) input.MergeAttribute("aria-describedby", $"{(Hint is null ? "" : id + "-hint ")}{(errors.Count > 0 ? id + "-error" : "")}".Trim());
        if (errors.Count > 0) input.MergeAttribute("aria-invalid", "true");
        if (Required) input.MergeAttribute("required", "required");
        if (Autofocus) input.MergeAttribute("autofocus", "autofocus");
        if (Autocomplete is not null) input.MergeAttribute("autocomplete", Autocomplete);
        if (Inputmode is not null) input.MergeAttribute("inputmode", Inputmode);
        if (Placeholder is not null) input.MergeAttribute("placeholder", Placeholder);
        var value = Typed(View, name) ?? Convert.ToString(For.Model, CultureInfo.InvariantCulture) ?? "";
        if (Lines > 0)
        {
            input.MergeAttribute("rows", Lines.ToString(CultureInfo.InvariantCulture));
            // A line feed right after the start tag is dropped by browsers; a second one keeps a text that begins with one.
            input.InnerHtml.AppendHtml("\n").Append(value);
        }
        else
        {
            input.TagRenderMode = TagRenderMode.SelfClosing;
            input.MergeAttribute("type", Type);
            if (Type != "password") input.MergeAttribute("value", value);
        }
        html.AppendHtml(input);
    }

    internal static IReadOnlyList<string> Errors(ViewContext view, string name) =>
        view.ModelState.TryGetValue(name, out var state) ? [.. state.Errors.Select(e => e.ErrorMessage).Distinct()] : [];

    internal static string? Typed(ViewContext view, string name) => view.ModelState.TryGetValue(name, out var state) ? state.AttemptedValue : null;
}

/// <summary>
/// A content text in the edition's languages, one input each, marked with language and direction: <c>&lt;localized-field for="Form.Title" label="…" languages="@…" /&gt;</c>.
/// The property is a <see cref="Dictionary{TKey,TValue}"/> of language to text; see <see cref="TextForms"/>.
/// </summary>
[HtmlTargetElement("localized-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LocalizedFieldTag(PageTexts texts, Visit visit) : TagHelper
{
    public ModelExpression For { get; set; } = null!;
    public string Label { get; set; } = "";
    public string? Hint { get; set; }
    public IReadOnlyList<string> Languages { get; set; } = [];
    public int Lines { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var texted = For.Model as IReadOnlyDictionary<string, string?> ?? new Dictionary<string, string?>();
        var errors = FieldTag.Errors(View, name);
        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", errors.Count > 0 ? "field languages wrong" : "field languages");
        var html = output.Content;
        html.AppendHtml("<legend>").Append(texts[Label]).AppendHtml("</legend>");
        if (Hint is not null) html.AppendHtml("<div class=\"hint\">").Append(texts[Hint]).AppendHtml("</div>");
        foreach (var error in errors) html.AppendHtml("<div class=\"error\">").Append(error).AppendHtml("</div>");
        html.AppendHtml("<div class=\"row\">");
        foreach (var language in Languages.Union(texted.Keys))
        {
            var id = TagBuilder.CreateSanitizedId($"{name}_{language}", "_");
            var field = $"{name}[{language}]";
            var input = new TagBuilder(Lines > 0 ? "textarea" : "input");
            input.MergeAttribute("id", id);
            input.MergeAttribute("name", field);
            input.MergeAttribute("lang", language);
            input.MergeAttribute("dir", Language.DirectionOf(language));
            var value = FieldTag.Typed(View, field) ?? texted.GetValueOrDefault(language) ?? "";
            if (Lines > 0)
            {
                input.MergeAttribute("rows", Lines.ToString(CultureInfo.InvariantCulture));
                input.InnerHtml.AppendHtml("\n").Append(value);
            }
            else
            {
                input.TagRenderMode = TagRenderMode.SelfClosing;
                input.MergeAttribute("value", value);
            }
            html.AppendHtml($"<div class=\"field\"><label for=\"{HtmlEncoder.Default.Encode(id)}\">").Append(LanguageNames.Name(language, visit.Language)).AppendHtml("</label>").AppendHtml(input).AppendHtml("</div>");
        }
        html.AppendHtml("</div>");
    }
}

/// <summary>What is wrong with the form as a whole and with each field, at its top, with links to the fields. Nothing when nothing is.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTag(PageTexts texts) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (View.ModelState.IsValid)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Content.AppendHtml("<h2>").Append(texts["form.wrong"]).AppendHtml("</h2><ul>");
        foreach (var (name, state) in View.ModelState)
            foreach (var error in state.Errors.Select(e => e.ErrorMessage).Distinct())
            {
                output.Content.AppendHtml("<li>");
                if (name.Length > 0) output.Content.AppendHtml($"<a href=\"#{HtmlEncoder.Default.Encode(TagBuilder.CreateSanitizedId(name, "_"))}\">").Append(error).AppendHtml("</a>");
                else output.Content.Append(error);
                output.Content.AppendHtml("</li>");
            }
        output.Content.AppendHtml("</ul>");
    }
}
