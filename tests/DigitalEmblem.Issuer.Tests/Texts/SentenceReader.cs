using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>
/// Finds the sentences of a file: what the compiler converts to <c>Sentence</c> or <c>FindingText</c>, and what else is given to a finding.
/// </summary>
internal sealed class SentenceReader
{
    private static readonly HashSet<string> Kinds = ["Sentence", "FindingText"];

    private readonly SemanticModel _model;
    private readonly string _context;

    private readonly bool _mayFind;

    private SentenceReader(SemanticModel model, string context)
    {
        (_model, _context) = (model, context);
        _mayFind = !context.StartsWith("DigitalEmblem.Issuer/", StringComparison.Ordinal)
            && !context.StartsWith("DigitalEmblem.Cli/", StringComparison.Ordinal);
    }

    /// <summary>The sentences of the file.</summary>
    public List<CatalogueEntry> Found { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="model">The file, as the compiler understands it.</param>
    /// <param name="context">Where it is, for translators.</param>
    public static SentenceReader Of(SemanticModel model, string context)
    {
        var reader = new SentenceReader(model, context);
        foreach (ExpressionSyntax expression in model.SyntaxTree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (IsText(expression) && !IsPart(expression) && reader.MayBeSaid(expression)
                && (reader.IsSaid(expression) || reader.IsMessage(expression)))
            {
                reader.Note(expression);
            }
        }

        return reader;
    }

    private static bool IsText(ExpressionSyntax expression) => expression is InterpolatedStringExpressionSyntax
        || expression.IsKind(SyntaxKind.StringLiteralExpression)
        || (expression is BinaryExpressionSyntax sum && sum.IsKind(SyntaxKind.AddExpression) && IsText(sum.Left) && IsText(sum.Right));

    private static bool IsPart(ExpressionSyntax expression) =>
        expression.Parent is BinaryExpressionSyntax sum && sum.IsKind(SyntaxKind.AddExpression) && IsText(sum);

    // To ask the compiler costs: a text without holes is no sentence but in a finding, and a name or a key is no finding.
    private bool MayBeSaid(ExpressionSyntax expression) =>
        expression.DescendantNodesAndSelf().Any(e => e is InterpolatedStringExpressionSyntax)
        || (_mayFind && expression.ToString().Contains(' ', StringComparison.Ordinal));

    private bool IsSaid(ExpressionSyntax expression) =>
        _model.GetTypeInfo(expression).ConvertedType is { } type && Kinds.Contains(type.Name);

    // A text without holes is given to a finding as it is; so is one of two.
    private bool IsMessage(ExpressionSyntax expression)
    {
        SyntaxNode at = expression;
        while (at.Parent is ConditionalExpressionSyntax choice && choice.Condition != at)
        {
            at = choice;
        }

        return at.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument
            && _model.GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingType.Name: "Finding" } method
            && call.ArgumentList.Arguments.IndexOf(argument) is var index && index >= 0
            && method.Parameters[index].Name == "message";
    }

    private void Note(ExpressionSyntax expression)
    {
        var code = new StringBuilder();
        int holes = 0;
        Write(expression, code, ref holes);
        string text = code.ToString();
        (bool isCounting, bool isOne) = Counts(expression);
        if (isOne)
        {
            return;
        }

        if (Translation.Bare(text).Any(char.IsLetter))
        {
            Found.Add(new CatalogueEntry(text, isCounting, _context));
        }
        else if (_context.StartsWith("DigitalEmblem.Texts/", StringComparison.Ordinal) && holes > 1)
        {
            // Commas and their like, which languages write in other ways.
            Found.Add(new CatalogueEntry(text, isCounting, _context));
        }
    }

    private (bool IsCounting, bool IsOne) Counts(ExpressionSyntax expression)
    {
        if (expression.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument
            || _model.GetSymbolInfo(call).Symbol is not IMethodSymbol { Name: "Counting" } counting)
        {
            return (false, false);
        }

        int index = call.ArgumentList.Arguments.IndexOf(argument);
        bool isLast = index == call.ArgumentList.Arguments.Count - 1;
        return (isLast, !isLast && counting.ContainingType.Name == "Sentence");
    }

    private void Write(ExpressionSyntax expression, StringBuilder code, ref int holes)
    {
        switch (expression)
        {
            case BinaryExpressionSyntax sum:
                Write(sum.Left, code, ref holes);
                Write(sum.Right, code, ref holes);
                break;
            case LiteralExpressionSyntax literal:
                code.Append(Doubled(literal.Token.ValueText));
                break;
            case InterpolatedStringExpressionSyntax interpolated:
                foreach (InterpolatedStringContentSyntax part in interpolated.Contents)
                {
                    if (part is InterpolatedStringTextSyntax text)
                    {
                        code.Append(Doubled(text.TextToken.ValueText
                            .Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)));
                    }
                    else if (part is InterpolationSyntax hole)
                    {
                        code.Append(CultureInfo.InvariantCulture, $"{{{holes++}{hole.FormatClause?.ToString()}}}");
                        Words(hole.Expression);
                    }
                }

                break;
        }
    }

    /// <summary>The words of an enumeration that stands in a hole.</summary>
    private void Words(ExpressionSyntax hole)
    {
        ITypeSymbol? type = _model.GetTypeInfo(hole).Type;
        type = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
        // Those of other people's libraries stay as they are: they are codes.
        if (type is not { TypeKind: TypeKind.Enum, ContainingAssembly.Name: { } assembly }
            || !SourceProject.All.Any(p => p.Assembly == assembly))
        {
            return;
        }

        foreach (IFieldSymbol member in type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue))
        {
            Found.Add(new CatalogueEntry(DigitalEmblem.Texts.Word.CodeOf(type.Name, member.Name), false, $"a value of {type.Name}"));
        }
    }

    private static string Doubled(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
