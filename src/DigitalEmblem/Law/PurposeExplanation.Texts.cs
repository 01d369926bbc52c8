namespace DigitalEmblem;

// These texts are checked against the wording or an official commentary of: Geneva Convention I 44, 53 and 54; Additional Protocol I, Annex
// I 1, 16 and 17; Additional Protocol I 65; Hague Convention 16 and 17(1)-(2); the sign of enhanced protection. A sentence that rests on
// anything else ends in SeeTheTreaty. A test lists each sentence that does not end so, with its source.
public sealed partial record PurposeExplanation
{
    /// <summary>All five, in the order of their bits.</summary>
    public static IReadOnlyList<PurposeExplanation> All { get; } =
    [
        new()
        {
            Purpose = Purposes.Protective,
            Name = "protective",
            Sign = "Red cross, red crescent or red crystal on a white ground, large" + SeeTheTreaty + ".",
            Meaning = "Shown for medical units, transports and personnel, and for certain humanitarian work, which the law demands "
                + "to respect and protect"
                + SeeTheTreaty + ".",
            Concerns = "Medical units, establishments, transports, personnel and equipment, and certain humanitarian operations"
                + SeeTheTreaty + ".",
            Articles = "Geneva Convention I 44; Additional Protocol I, Annex I 1. Also GC I 19, 24-27, 33-36, 38-43; "
                + "GC II 22-27, 36-37, 41-44; GC IV 18-22; AP I 8, 12, 15, 18, 21-24 and Annex I 2-5; AP II 9-12; AP III 2, 4"
                + SeeTheTreaty + ".",
            AuthorisedBy = "The ICRC and the IFRC in their own right (GC I 44). Otherwise the competent authority of a State or party; "
                + "for civilian hospitals the State"
                + SeeTheTreaty + ".",
            Limits = "Ends for anyone who commits acts harmful to the enemy outside humanitarian duties, after a warning that goes unheeded"
                + SeeTheTreaty + ".",
        },
        new()
        {
            Purpose = Purposes.Indicative,
            Name = "indicative",
            Sign = "The same signs, small (GC I 44).",
            Meaning = "Shows a link with the Red Cross and Red Crescent Movement only; it gives no protection under the Conventions.",
            Concerns = "People and things of the Movement (GC I 44).",
            Articles = "Geneva Convention I 44, paragraphs 2 to 4. Also AP III 3 and the 1991 Regulations on the use of the "
                + "emblem by National Societies"
                + SeeTheTreaty + ".",
            AuthorisedBy = "National law and the National Society" + SeeTheTreaty + ".",
            Limits = "Says nothing of protection under the Conventions (GC I 44).",
        },
        new()
        {
            Purpose = Purposes.DangerousForces,
            Name = "dangerous-forces",
            Sign = "Three bright orange circles of equal size on one axis, one radius apart (AP I, Annex I 17).",
            Meaning = "Shown for works and installations that contain dangerous forces: dams, dykes and nuclear power stations"
                + SeeTheTreaty + ".",
            Concerns = "Dams, dykes and nuclear electrical generating stations: not to be attacked where that may release the forces and "
                + "cause severe losses among civilians"
                + SeeTheTreaty + ".",
            Articles = "Additional Protocol I, Annex I 17 (16 in the text of 1977). Also AP I 56 (the sign: 56(7)) and AP II 15"
                + SeeTheTreaty + ".",
            AuthorisedBy = "The party to the conflict; marking is optional, and its absence frees nobody of a duty" + SeeTheTreaty + ".",
            Limits = "Ends only for regular, significant and direct support of military operations that cannot feasibly be ended "
                + "in another way, AP I 56(2)"
                + SeeTheTreaty + ".",
        },
        new()
        {
            Purpose = Purposes.CivilDefence,
            Name = "civil-defence",
            Sign = "A blue equilateral triangle on an orange ground (AP I, Annex I 16).",
            Meaning = "Shown for civil defence organizations, their personnel, buildings, shelters and equipment" + SeeTheTreaty + ".",
            Concerns = "Civil defence organizations, personnel, buildings, shelters for civilians and materiel" + SeeTheTreaty + ".",
            Articles = "Additional Protocol I 65; Annex I 16. Also AP I 61-64, 66 (the sign: 66(4)), 67; Annex I 15" + SeeTheTreaty + ".",
            AuthorisedBy = "The competent national authorities, who also supervise its use" + SeeTheTreaty + ".",
            Limits =
                "Ends for acts harmful to the enemy outside proper tasks, after a warning with a time limit has gone unheeded (AP I 65).",
        },
        new()
        {
            Purpose = Purposes.CulturalProperty,
            Name = "cultural-property",
            Sign = "A blue and white shield: one for general, three for special protection; "
                + "one with a detached red outline for enhanced protection.",
            Meaning = "Shown for cultural property, regime not stated: the emblem does not say whether general, special or "
                + "enhanced protection is meant.",
            Concerns = "Property of great importance to the cultural heritage of peoples" + SeeTheTreaty + ".",
            Articles = "Hague Convention of 1954, 16 and 17(1)-(2). Also 1-4, 6, 8-13, 17(3)-(4) and Regulations 20; "
                + "Second Protocol of 1999, 10-14; AP I 53; AP II 16"
                + SeeTheTreaty + ".",
            AuthorisedBy = "The competent authority of the State Party; beside the sign on a building stands an authorisation that is "
                + "dated and signed, Hague 17(4)"
                + SeeTheTreaty + ".",
            Limits = "May be waived for imperative military necessity under the conditions of its regime" + SeeTheTreaty + ".",
        },
    ];

    /// <summary>What holds for every purpose, and belongs beside every explanation.</summary>
    public static IReadOnlyList<string> Caveats { get; } =
    [
        "The sign does not create the protection; the law does, and it holds for the unmarked as well.",
        "That no emblem was found does not mean that nothing protects the asset.",
        "What is marked is a name and the services associated with it, not the machines behind its addresses.",
        "A treaty binds the States that are party to it; not every State is party to AP I, AP III or the Second Protocol of 1999.",
        "Articles of Annex I are numbered as in its present text; Jordan and Sweden kept that of 1977, where the numbers differ.",
        "No text known to us recognises a digital emblem as binding law yet. AP I, Annex I 1(4), invites the parties to "
            + "agree on further signals.",
        "Whether an armed conflict exists, and which rules apply, no program can know.",
        "Misuse of the signs is to be prevented and punished at all times (GC I 53-54).",
    ];
}
