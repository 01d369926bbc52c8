using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>
/// The fields of forms: <c>@F.Text("name", $"Name")</c>. Each is its label, a hint, what is wrong with it, and the control with what was
/// typed, tied together for screen readers. A secret is never filled in again.
/// </summary>
internal sealed class FormFields : IViewContextAware
{
    /// <summary>The longest text of one line, where nothing else is said.</summary>
    public const int LongestLine = 253;

    // Several forms of a page may have fields of one name.
    private readonly Dictionary<string, int> _named = [];

    private ViewContext _view = null!;
    private Speech _speech = null!;

    /// <inheritdoc/>
    public void Contextualize(ViewContext viewContext)
    {
        _view = viewContext;
        _speech = new Speech();
        _speech.Contextualize(viewContext);
    }

    /// <summary>A line of text.</summary>
    /// <param name="name">The name in the form.</param>
    /// <param name="label">The label.</param>
    /// <param name="hint">How to fill it in.</param>
    /// <param name="value">What it holds before anything is typed.</param>
    /// <param name="isRequired">Whether it must be filled in.</param>
    /// <param name="longest">How many characters it takes.</param>
    /// <param name="isCode">Whether it holds a name, a key or a number, read from left to right in every language.</param>
    /// <param name="autocomplete">What browsers may fill in.</param>
    public IHtmlContent Text(
        string name, Sentence label, Sentence? hint = null, object? value = null, bool isRequired = true, int longest = LongestLine,
        bool isCode = false, string autocomplete = "off")
    {
        TagBuilder input = Control("input", name, hint, isRequired);
        input.TagRenderMode = TagRenderMode.SelfClosing;
        input.MergeAttribute("maxlength", $"{longest}");
        input.MergeAttribute("autocomplete", autocomplete);
        input.MergeAttribute("value", Typed(name) ?? value?.ToString() ?? "");
        Direct(input, isCode);
        return Field(name, label, hint, input);
    }

    /// <summary>A secret: a password, or a code.</summary>
    /// <param name="name">The name in the form.</param>
    /// <param name="label">The label.</param>
    /// <param name="hint">How to fill it in.</param>
    /// <param name="autocomplete">What browsers may fill in.</param>
    /// <param name="isShown">Whether it may be seen while it is typed, as a code may.</param>
    public IHtmlContent Secret(string name, Sentence label, Sentence? hint, string autocomplete, bool isShown = false)
    {
        TagBuilder input = Control("input", name, hint, isRequired: true);
        input.TagRenderMode = TagRenderMode.SelfClosing;
        input.MergeAttribute("type", isShown ? "text" : "password");
        input.MergeAttribute("maxlength", "256");
        input.MergeAttribute("autocomplete", autocomplete);
        if (isShown)
        {
            input.MergeAttribute("inputmode", "numeric");
        }

        Direct(input, isCode: true);
        return Field(name, label, hint, input);
    }

    /// <summary>Several lines of text.</summary>
    /// <param name="name">The name in the form.</param>
    /// <param name="label">The label.</param>
    /// <param name="hint">How to fill it in.</param>
    /// <param name="value">What it holds before anything is typed.</param>
    /// <param name="isRequired">Whether it must be filled in.</param>
    /// <param name="rows">How many lines are seen.</param>
    /// <param name="isCode">Whether it holds names, keys or numbers, read from left to right in every language.</param>
    public IHtmlContent Lines(
        string name, Sentence label, Sentence? hint = null, string? value = null, bool isRequired = true, int rows = 6, bool isCode = false)
    {
        TagBuilder area = Control("textarea", name, hint, isRequired);
        area.MergeAttribute("rows", $"{rows}");
        area.MergeAttribute("autocomplete", "off");
        Direct(area, isCode);
        // HTML drops one line break behind the tag.
        area.InnerHtml.AppendHtml("\n").Append(Typed(name) ?? value ?? "");
        return Field(name, label, hint, area);
    }

    /// <summary>A file. Browsers never fill it in again.</summary>
    public IHtmlContent File(string name, Sentence label, Sentence? hint = null, string? accept = null, bool isRequired = true)
    {
        TagBuilder input = Control("input", name, hint, isRequired);
        input.TagRenderMode = TagRenderMode.SelfClosing;
        input.MergeAttribute("type", "file");
        if (accept is not null)
        {
            input.MergeAttribute("accept", accept);
        }

        return Field(name, label, hint, input);
    }

    /// <summary>One of several values, in a list that opens.</summary>
    public IHtmlContent Select(
        string name, Sentence label, IReadOnlyList<Choice> choices, string? value = null, Sentence? hint = null, bool isRequired = false)
    {
        TagBuilder select = Control("select", name, hint, isRequired);
        string chosen = Typed(name) ?? value ?? "";
        foreach (Choice choice in choices)
        {
            var option = new TagBuilder("option");
            option.MergeAttribute("value", choice.Value);
            if (choice.Value == chosen)
            {
                option.MergeAttribute("selected", "selected");
            }

            // An option takes text only.
            option.InnerHtml.Append(_speech.Plain(choice.Says));
            select.InnerHtml.AppendHtml(option);
        }

        return Field(name, label, hint, select);
    }

    /// <summary>One of several values, all of them seen.</summary>
    public IHtmlContent Radios(string name, Sentence legend, IReadOnlyList<Choice> choices, string? value = null, Sentence? hint = null) =>
        Group(name, legend, hint, choices, "radio", c => (Typed(name) ?? value) == c.Value);

    /// <summary>Any of several values.</summary>
    public IHtmlContent Checks(
        string name, Sentence legend, IReadOnlyList<Choice> choices, Func<Choice, bool>? isChosen = null, Sentence? hint = null) =>
        Group(name, legend, hint, choices, "checkbox", c => Sent(name) is { } sent ? sent.Contains(c.Value) : isChosen?.Invoke(c) == true);

    /// <summary>A statement that the person makes by a tick.</summary>
    public IHtmlContent Check(string name, Sentence statement, bool isChosen = false, bool isRequired = false)
    {
        var field = new TagBuilder("div");
        field.AddCssClass("field");
        string id = IdOf(name);
        Complain(field, name, id);
        field.InnerHtml.AppendHtml(Mark(name)).AppendHtml(
            Ticked(name, id, "yes", statement, "checkbox", Sent(name) is { } sent ? sent.Contains("yes") : isChosen, isRequired));
        return field;
    }

    /// <summary>Why a person does it, for the journal.</summary>
    public IHtmlContent Reason() => Text(
        ActPage.ReasonField,
        $"Note for the journal",
        $"Why, or the number of a ticket. It cannot be taken out of the journal later, so name no person.",
        isRequired: false,
        longest: 200);

    private static void Direct(TagBuilder control, bool isCode)
    {
        control.MergeAttribute("dir", isCode ? "ltr" : "auto");
        if (isCode)
        {
            control.MergeAttribute("autocapitalize", "none");
            control.MergeAttribute("spellcheck", "false");
        }
    }

    private Fault? WrongWith(string name) => (_view.ViewData.Model as ActPage)?.Faults.FirstOrDefault(f => f.Field == name);

    private string? Typed(string name) => (_view.ViewData.Model as ActPage)?.Typed(name);

    private string[]? Sent(string name)
    {
        HttpRequest request = _view.HttpContext.Request;
        bool isSent = HttpMethods.IsPost(request.Method) && request.HasFormContentType
            && (request.Form.ContainsKey(name) || request.Form.ContainsKey(MarkOf(name)));
        return isSent ? [.. request.Form[name].OfType<string>()] : null;
    }

    private static string MarkOf(string name) => $"{name}-of-form";

    // Browsers send no box that is not ticked. The mark tells that the form with the boxes was sent, and not another one of the page.
    private static TagBuilder Mark(string name)
    {
        var mark = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        mark.MergeAttribute("type", "hidden");
        mark.MergeAttribute("name", MarkOf(name));
        return mark;
    }

    private TagBuilder Control(string tag, string name, Sentence? hint, bool isRequired)
    {
        var control = new TagBuilder(tag);
        string id = IdOf(name);
        control.MergeAttribute("id", id);
        control.MergeAttribute("name", name);
        Fault? wrong = WrongWith(name);
        string about = string.Join(
            ' ', new[] { hint is null ? null : $"{id}-hint", wrong is null ? null : $"{id}-wrong" }.Where(i => i is not null));
        if (about.Length > 0)
        {
            control.MergeAttribute("aria-describedby", about);
        }

        if (wrong is not null)
        {
            control.MergeAttribute("aria-invalid", "true");
        }

        if (isRequired)
        {
            control.MergeAttribute("required", "required");
        }

        return control;
    }

    private TagBuilder Field(string name, Sentence label, Sentence? hint, TagBuilder control)
    {
        var field = new TagBuilder("div");
        field.AddCssClass("field");
        string id = control.Attributes["id"]!;
        var text = new TagBuilder("label");
        text.MergeAttribute("for", id);
        text.InnerHtml.AppendHtml(_speech[label]);
        field.InnerHtml.AppendHtml(text);
        Hint(field, id, hint);
        Complain(field, name, id);
        field.InnerHtml.AppendHtml(control);
        return field;
    }

    private TagBuilder Group(
        string name, Sentence legend, Sentence? hint, IReadOnlyList<Choice> choices, string type, Func<Choice, bool> isChosen)
    {
        var group = new TagBuilder("fieldset");
        string id = IdOf(name);
        group.MergeAttribute("id", id);
        var text = new TagBuilder("legend");
        text.InnerHtml.AppendHtml(_speech[legend]);
        group.InnerHtml.AppendHtml(text);
        Hint(group, id, hint);
        Complain(group, name, id);
        if (type == "checkbox")
        {
            group.InnerHtml.AppendHtml(Mark(name));
        }

        foreach (Choice choice in choices)
        {
            group.InnerHtml.AppendHtml(
                Ticked(name, $"{id}-{choice.Value}", choice.Value, choice.Says, type, isChosen(choice), isRequired: false));
        }

        return group;
    }

    private TagBuilder Ticked(
        string name, string id, string value, Sentence says, string type, bool isChosen, bool isRequired)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.MergeAttribute("type", type);
        input.MergeAttribute("id", id);
        input.MergeAttribute("name", name);
        input.MergeAttribute("value", value);
        if (isChosen)
        {
            input.MergeAttribute("checked", "checked");
        }

        if (isRequired)
        {
            input.MergeAttribute("required", "required");
        }

        var label = new TagBuilder("label");
        label.MergeAttribute("for", id);
        label.InnerHtml.AppendHtml(_speech[says]);
        var choice = new TagBuilder("div");
        choice.AddCssClass("choice");
        choice.InnerHtml.AppendHtml(input).AppendHtml(label);
        return choice;
    }

    // The first has the name itself, so that what is wrong above the form leads to it.
    private string IdOf(string name)
    {
        int number = _named[name] = _named.GetValueOrDefault(name) + 1;
        return number == 1 ? name : $"{name}-{number}";
    }

    private void Hint(TagBuilder field, string id, Sentence? hint)
    {
        if (hint is not null)
        {
            field.InnerHtml.AppendHtml(Paragraph("hint", $"{id}-hint", hint));
        }
    }

    private void Complain(TagBuilder field, string name, string id)
    {
        if (WrongWith(name) is { } wrong)
        {
            field.InnerHtml.AppendHtml(Paragraph("wrong", $"{id}-wrong", wrong.Why));
        }
    }

    private TagBuilder Paragraph(string kind, string id, Sentence says)
    {
        var paragraph = new TagBuilder("p");
        paragraph.AddCssClass(kind);
        paragraph.MergeAttribute("id", id);
        paragraph.InnerHtml.AppendHtml(_speech[says]);
        return paragraph;
    }
}
