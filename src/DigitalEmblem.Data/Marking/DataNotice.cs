using System.Text;

namespace DigitalEmblem.Data;

/// <summary>
/// The text of <c>DIGITAL-EMBLEM-NOTICE.txt</c>, for people who find marked data. It follows from the sign alone, so that a check writes it
/// anew and compares: the manifest does not cover it. It names nobody but the organization, and says nothing of the data.
/// </summary>
public static class DataNotice
{
    /// <summary>The name of the file, in the marked folder.</summary>
    public const string FileName = "DIGITAL-EMBLEM-NOTICE.txt";

    // A notice for all purposes has some 6,000 characters. What is far longer is none, and is not read.
    internal const int MaxLength = 64 << 10;

    private const string Title = "DIGITAL EMBLEM: NOTICE FOR PEOPLE WHO FIND THESE DATA";
    private const int Columns = 78;

    /// <summary>The text for a sign, in English.</summary>
    /// <param name="issuer">The organization that the sign names.</param>
    /// <param name="purposes">What the sign stands for.</param>
    public static string TextFor(OrganizationIdentifier? issuer, Purposes purposes)
    {
        var text = new StringBuilder(Title).Append('\n').Append('=', Title.Length).Append("\n\n");
        Paragraph(text, issuer is null
            ? "A sign lies in the folder .adem beside this file. It names no organization."
            : $"A sign of {issuer.Domain} ({issuer}) lies in the folder .adem beside this file. It states which files this folder had when "
                + "it was marked, and for which purposes.");
        Paragraph(text, "The sign is a digital emblem for data, in a profile of the project DigitalEmblem. No treaty and no standards body "
            + "has adopted this profile. Anyone can write a text like this one: only a check of the sign shows who made it, and whether "
            + "the files are as they were.");
        Heading(text, "How to verify it");
        Paragraph(text, "Without a network and without changing anything, with the command of the project:");
        text.Append("    emblem data check PATH\n\n");
        Paragraph(text, "PATH is this folder. The check reads each listed file, and says which are as listed, changed, missing or new.");
        AppendLaw(text, purposes);
        Heading(text, "How to reach the organization");
        Paragraph(text, issuer is null
            ? "The sign names none. Ask the owner of the system on which you found the data."
            : $"Its identifier is {issuer}. It names the organization by its domain {issuer.Domain}: use the contacts that the "
                + "organization itself publishes there, and not an address that stands beside the data.");
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The bytes of the file.</summary>
    internal static byte[] BytesFor(Emblem claims) => Encoding.UTF8.GetBytes(TextFor(claims.Issuer, claims.Purposes ?? Purposes.None));

    /// <summary>Whether a file is a notice of any sign, which may be replaced or removed: other files of the name are not ours.</summary>
    internal static bool IsOne(ReadOnlySpan<byte> content) => content.StartsWith(Encoding.ASCII.GetBytes(Title));

    private static void AppendLaw(StringBuilder text, Purposes purposes)
    {
        Heading(text, "What law may apply");
        foreach (LawSummary law in LawTexts.For(purposes))
        {
            Paragraph(text, $"{law.Name}: {law.Line}");
            Paragraph(text, $"Where it applies: {law.Effect} {law.Limits}");
            Paragraph(text, $"Sources: {law.Sources}");
        }

        Paragraph(text, LawTexts.Caveat);
        Paragraph(text, $"These are summaries (law texts {LawTexts.Version}) and no legal advice.");
    }

    private static void Heading(StringBuilder text, string heading) =>
        text.Append(heading).Append('\n').Append('-', heading.Length).Append("\n\n");

    private static void Paragraph(StringBuilder text, string paragraph)
    {
        int column = 0;
        foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bool fits = column > 0 && column + 1 + word.Length <= Columns;
            text.Append(fits ? " " : column > 0 ? "\n" : "").Append(word);
            column = fits ? column + 1 + word.Length : word.Length;
        }

        text.Append("\n\n");
    }
}
