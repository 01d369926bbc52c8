using DigitalEmblem.Issuer.Web.Pages.Assets;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of an act on several names: before it, on its button, and after it.</summary>
internal static class ManyWords
{
    /// <summary>What would be done, as a heading.</summary>
    public static Sentence Title(ManyAct act, int count) => act switch
    {
        ManyAct.Declare => Sentence.Counting(count, $"Declare 1 name?", $"Declare {count:N0} names?"),
        ManyAct.Control => Sentence.Counting(count, $"Show control for 1 name?", $"Show control for {count:N0} names?"),
        ManyAct.Mark => Sentence.Counting(count, $"Mark 1 name?", $"Mark {count:N0} names?"),
        ManyAct.Renew => Sentence.Counting(count, $"Renew 1 emblem?", $"Renew {count:N0} emblems?"),
        _ => Sentence.Counting(count, $"Withdraw 1 emblem?", $"Withdraw {count:N0} emblems?"),
    };

    /// <summary>What follows.</summary>
    public static Sentence Follows(ManyAct act) => act switch
    {
        ManyAct.Declare => Sentence.Of(
            $"You state that each of these names serves the purposes beside it, and nothing else. It stands under your handle in the "
                + $"journal and holds for a year. Nothing is published by it."),
        ManyAct.Control => Sentence.Of(
            $"The service puts a TXT record into each zone that takes updates, looks whether the world sees it, and takes it out again. In "
                + $"other zones it looks for the record that a person has put there."),
        ManyAct.Mark => Sentence.Of(
            $"Emblems are issued, published and renewed from now on, until you withdraw them. Those who look at these names see them "
                + $"within minutes."),
        ManyAct.Renew => Sentence.Of(
            $"New emblems are issued and published now, before they are due. Renewal at its time needs nobody to press a button."),
        _ => Sentence.Of($"The emblems are removed as soon as the name server answers."),
    };

    /// <summary>What the button says.</summary>
    public static Sentence Button(ManyAct act, int count) => act switch
    {
        ManyAct.Declare => Sentence.Counting(count, $"Declare 1 name", $"Declare {count:N0} names"),
        ManyAct.Control => Sentence.Counting(count, $"Look at 1 name", $"Look at {count:N0} names"),
        ManyAct.Mark => Sentence.Counting(count, $"Mark 1 name", $"Mark {count:N0} names"),
        ManyAct.Renew => Sentence.Counting(count, $"Renew 1 emblem", $"Renew {count:N0} emblems"),
        _ => Sentence.Counting(count, $"Withdraw 1 emblem", $"Withdraw {count:N0} emblems"),
    };

    /// <summary>What was done.</summary>
    public static Sentence Done(ManyAct act, int count) => act switch
    {
        ManyAct.Declare => Sentence.Counting(
            count, $"1 name is declared, for a year.", $"{count:N0} names are declared, for a year."),
        ManyAct.Control => Sentence.Counting(
            count, $"Control of its zone is shown for 1 name.", $"Control of their zones is shown for {count:N0} names."),
        ManyAct.Mark => Sentence.Counting(
            count, $"1 name is marked. Its emblem is issued now.", $"{count:N0} names are marked. Their emblems are issued now."),
        ManyAct.Renew => Sentence.Counting(
            count, $"1 emblem is issued anew now.", $"{count:N0} emblems are issued anew now."),
        _ => Sentence.Counting(
            count, $"1 emblem is withdrawn.", $"{count:N0} emblems are withdrawn."),
    };

    /// <summary>How many names it is not for, and why.</summary>
    public static Sentence Of(LeftOut why, int count) => why switch
    {
        LeftOut.Marked => Sentence.Counting(
            count,
            $"1 name is left out, because it is marked already.",
            $"{count:N0} names are left out, because they are marked already."),
        LeftOut.NotMarked => Sentence.Counting(
            count, $"1 name is left out, because it has no emblem.", $"{count:N0} names are left out, because they have no emblem."),
        LeftOut.NotDeclared => Sentence.Counting(
            count,
            $"1 name is left out, because it is not declared, or its declaration has ended: declare it first.",
            $"{count:N0} names are left out, because they are not declared, or their declaration has ended: declare them first."),
        _ => Sentence.Counting(
            count,
            $"1 name is left out, because control of its zone is not shown: show it first.",
            $"{count:N0} names are left out, because control of their zones is not shown: show it first."),
    };

    /// <summary>What is said where more match than are taken at once.</summary>
    public static Sentence TooMany => Sentence.Counting(
        SelectAssets.MostAtOnce,
        $"More than {SelectAssets.MostAtOnce:N0} names match. These are the first of them by name: do it again for the others afterwards.");
}
