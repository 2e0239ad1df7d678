# Tout ce que dit le programme, en français. Les mêmes messages, avec les mêmes emplacements, que dans en.ftl.

error-prefix = Erreur :
warning-prefix = Attention :

## Ligne de commande et configuration
config-not-found = Il n'y a pas de configuration à { $path }. Lancez d'abord « passerelle init », ou nommez le fichier avec --config.
config-exists = { $path } existe déjà. Lancez « passerelle init --force » pour l'écraser, ou nommez un autre fichier avec --config.
config-invalid = La configuration { $path } n'est pas utilisable :
    { $error }
key-missing = La clé { $variable } manque. Mettez-la dans l'environnement, ou dans { $path } sous la forme { $variable }=…
file-failed = { $path } ne peut pas être lu ou écrit : { $error }
tag-invalid = « { $tag } » ne peut pas servir d'étiquette : 1 à 12 lettres minuscules et chiffres, en commençant par une lettre, par exemple ps1.
already-running = Un autre passerelle travaille avec { $path }. Attendez qu'il ait fini, ou arrêtez-le.
state-unusable = La base d'état a échoué ({ $doing }) : { $error }. Vérifiez l'espace et les droits du disque, puis relancez la même commande : elle reprend où elle en était.
init-option-missing = { $option } manque. Avec --yes rien n'est demandé : donnez --shop-url, --shop-key, --erp-url et --erp-key.
init-key-empty = Il n'y a pas de clé dans { $path }. Sa première ligne doit être la clé.
init-key-seen = Attention : la clé donnée avec { $option } se trouve sur la ligne de commande, où tous les utilisateurs de cette machine peuvent la lire. Donnez-la avec { $option } - (sur l'entrée standard), { $option } @FICHIER, ou dans { $variable }. Si d'autres utilisent cette machine, créez une nouvelle clé.
keys-exposed = D'autres utilisateurs de cette machine peuvent lire vos clés : les droits de { $path } sont { $mode }. Retirez-leur ces droits avec : chmod 600 { $path }
init-no-terminal = Rien ne peut être demandé ici ({ $error }). Utilisez --yes avec --shop-url, --shop-key, --erp-url et --erp-key.
init-done = Écrit : { $config }, et les clés dans { $keys } (lisible par vous seul). Ensuite : « passerelle plan » pour voir ce qui serait fait, « passerelle sync » pour le faire.
ask-shop-url = Adresse de la boutique
ask-shop-key = Clé du webservice de la boutique
ask-erp-url = Adresse de Dolibarr
ask-erp-key = Clé API de l'utilisateur Dolibarr
ask-warehouse = Entrepôt
ask-payments = { $count ->
        [one] Un moyen de paiement a été associé à un mode de règlement et au compte bancaire. Le revoir ?
       *[other] { $count } moyens de paiement ont été associés aux modes de règlement et au compte bancaire. Les revoir ?
    }
ask-payment-mode = Mode de règlement de « { $method } »
ask-payment-account = Compte bancaire de « { $method } »
sandbox-failed = Le bac à sable ne peut pas démarrer : { $error }
demo-begin = Une boutique d'essai est à { $shop } et un Dolibarr d'essai à { $erp }.
demo-first = Premier chargement
demo-second = La même chose encore : rien ne doit être envoyé
demo-end = Tout est à jour des deux côtés, au centime près. { $orders ->
        [one] Une commande de la boutique a été examinée,
       *[other] { $orders } commandes de la boutique ont été examinées,
    } { $writes ->
        [one] une modification a été faite une seule fois,
       *[other] { $writes } modifications ont été faites une seule fois,
    } et le second passage n'a rien envoyé.
demo-end-but = Tout est à jour des deux côtés, au centime près. { $orders ->
        [one] Une commande de la boutique a été examinée,
       *[other] { $orders } commandes de la boutique ont été examinées,
    } { $writes ->
        [one] une modification a été faite une seule fois,
       *[other] { $writes } modifications ont été faites une seule fois,
    } et le second passage n'a rien envoyé. { $count ->
        [one] Il reste une chose qu'une personne devrait savoir :
       *[other] Il reste { $count } choses qu'une personne devrait savoir :
    }
demo-not-in-step = La démonstration est finie, mais tout n'est pas à jour. Merci de le signaler avec les chiffres ci-dessus.

## Contrôles
check-shop = Boutique : { $name }, PrestaShop { $version }
check-erp = Dolibarr { $version } de { $company }
check-shop-version = PrestaShop { $version } n'a pas été essayé avec Passerelle ; 1.7.8, 8 et 9 l'ont été. Répétez d'abord avec « passerelle plan ».
check-erp-products-on-sale = Ce Dolibarr ne valide aucune commande dont un produit est hors vente. Passerelle met un tel produit en vente le temps de valider la commande, puis le remet aussitôt hors vente. Pour qu'il ne touche pas aux produits, mettez la constante ORDER_NOCHECK_ONSALE_PRODUCTS_ONVALID à 1 (Accueil > Configuration > Divers).
check-erp-version = Dolibarr { $version } n'a pas été essayé avec Passerelle ; 17 et suivants l'ont été. Répétez d'abord avec « passerelle plan ».
check-shop-rights = La clé de la boutique a tous les droits nécessaires.
check-shop-rights-missing = Il manque des droits à la clé de la boutique. Dans le back-office, Paramètres avancés > Webservice, modifiez la clé et cochez : { $rights }.
check-erp-modules = Les modules nécessaires de Dolibarr sont activés.
check-erp-modules-missing = Des modules de Dolibarr sont désactivés. Activez, sous Accueil > Configuration > Modules : { $modules }.
check-erp-modules-unknown = Dolibarr n'a pas dit quels modules sont activés ; les appels à un module désactivé le diront.
check-erp-rights-unprobed = Ces droits de l'utilisateur Dolibarr ne peuvent pas être essayés sans écrire ; vérifiez qu'ils sont donnés sur sa fiche, onglet Permissions : { $rights }. Vérifiez aussi que l'utilisateur peut voir tous les tiers : sinon ce qui existe lui est caché et serait recréé.
check-erp-multicurrency-off = La boutique vend en plusieurs devises mais le module Multidevise de Dolibarr est désactivé : les commandes en d'autres devises seront mises en quarantaine. Activez-le sous Accueil > Configuration > Modules.
check-warehouse = Entrepôt : { $warehouse }
check-warehouse-closed = L'entrepôt { $warehouse } est fermé. Ouvrez-le dans Dolibarr, ou choisissez-en un autre dans la section [erp] de la configuration.
check-warehouse-unset = Aucun entrepôt n'est choisi. Réglez « warehouse » dans la section [erp] de la configuration avant d'utiliser le stock.
check-variants = Les déclinaisons deviennent des variantes de leurs produits.
check-variants-off = Les déclinaisons doivent devenir des variantes, mais le module « Variantes de produits » de Dolibarr est désactivé : elles sont reprises comme produits simples. Activez le module sous Accueil > Configuration > Modules, puis lancez sync : les mêmes produits deviennent des variantes. Ou choisissez des produits simples : combinations = "products" sous [catalogue].
check-warehouse-none = Dolibarr n'a pas d'entrepôt ouvert. Créez-en ou ouvrez-en un sous Produits > Entrepôts, puis recommencez.
check-account-none = Dolibarr n'a pas de compte bancaire ouvert en { $currency }. Créez-en un sous Banques | Caisses, puis recommencez.
check-account-unknown = Le moyen de paiement « { $method } » est associé au compte bancaire { $account }, fermé ou inexistant dans Dolibarr. Corrigez la section [payments] de la configuration.
check-payments = { $count ->
        [one] Un moyen de paiement est associé.
       *[other] { $count } moyens de paiement sont associés.
    }
check-payments-unmapped = Ces moyens de paiement de la boutique ne sont associés à rien : { $methods }. Ajoutez-les dans la section [payments] de la configuration, ou un « * » pour tous les autres.
check-vat = Taux de TVA de la boutique : { $rates }. Vérifiez que chacun est dans Dolibarr sous Accueil > Configuration > Dictionnaires > Taux de TVA : son API ne permet pas de le savoir.
check-local-taxes = Plusieurs taxes sur une même ligne : { $rates } (TVA, puis taxes locales : + à côté, × par-dessus). Vérifiez que Accueil > Configuration > Dictionnaires > Taux de TVA dans Dolibarr a une ligne active avec ces taux pour le pays { $country }, pour produits et services : son API ne permet pas de le savoir. Les brouillons sont vérifiés avant validation.
check-local-tax-off = La boutique a plusieurs taxes sur une même ligne ({ $rates }), mais la société dans Dolibarr n'utilise pas la taxe locale { $number } : ces commandes iront en quarantaine. Activez-la dans Accueil > Configuration > Société/Organisation.
check-local-taxes-in-spain = La boutique a des lignes avec recargo de equivalencia ({ $rates }). Le Dolibarr d'une société espagnole n'en calcule pas pour les lignes reçues par son API REST : ces commandes iront en quarantaine. Saisissez-les à la main.
check-too-many-taxes = Un groupe de règles de taxes de la boutique a { $count } taxes ensemble ; une ligne de Dolibarr en tient trois. Les commandes concernées iront en quarantaine.
check-prices-fixed = Dolibarr tient des prix par niveau, par client ou par quantité. Son API crée alors les produits avec leur prix, mais ne change aucun prix d'un produit existant. Pour l'y autoriser, mettez la constante PRODUCT_PRICE_UNIQ à 1 dans Accueil > Configuration > Divers : seule l'API la regarde, et le mode de prix reste le même. Enregistrer la page de configuration du module Produits la remet à 0. L'API de Dolibarr ne peut de toute façon écrire aucun prix spécifique.
check-shop-rights-left-out = La clé de la boutique ne peut pas lire { $rights }. Le travail continue sans ce qu'ils contiennent (personnalisations des lignes de commande, caractéristiques, références des fournisseurs, prix spécifiques). Pour le faire passer, cochez GET pour eux dans Paramètres avancés > Webservice, puis lancez « passerelle retry ».
check-languages-off = D'autres langues sont choisies (languages dans la section [catalogue] de la configuration), mais Dolibarr n'en tient qu'une. Activez l'option de plusieurs langues dans Accueil > Configuration > Affichage de Dolibarr (constante MAIN_MULTILANGS), ou retirez le réglage.
check-extrafields-unknown = Dolibarr ne dit qu'aux administrateurs quels attributs supplémentaires ont ses produits, et l'utilisateur de la clé n'en est pas un : aucun n'est rempli. Faites-en un administrateur dans Dolibarr s'ils doivent l'être.
check-extrafields-missing = Attributs supplémentaires que la section [catalogue.extrafields] de la configuration nomme, mais que les produits de Dolibarr n'ont pas, ou qui ne peuvent être écrits (uniques, calculés, ou d'un type qui n'est pas une simple valeur) : { $codes }. Corrigez leurs codes, ou créez-les dans Dolibarr sous Accueil > Configuration > Modules > Produits > Attributs supplémentaires.
check-extrafields-alike = Des attributs supplémentaires qui portent le nom de caractéristiques de la boutique sont laissés tels quels : { $fields }. Pour les remplir, nommez-les dans la section [catalogue.extrafields.features] de la configuration.
check-references-shared = { $count ->
        [one] Une référence est partagée
       *[other] { $count } références sont partagées
    } par plusieurs produits ou déclinaisons de la boutique : { $first }. Dolibarr garde une référence pour un seul produit : les autres en reçoivent une de Passerelle. Donnez-leur des références propres dans PrestaShop.
check-barcodes-shared = { $count ->
        [one] Un code-barres est partagé
       *[other] { $count } codes-barres sont partagés
    } par plusieurs produits ou déclinaisons de la boutique : { $first }. Dolibarr garde un code-barres pour un seul produit : les autres n'en ont aucun. Donnez-leur des codes-barres propres dans PrestaShop.
check-rounding-rule = Dolibarr arrondit les totaux de chaque ligne à des multiples de { $step } (constante MAIN_ROUNDING_RULE_TOT). La boutique compte en centimes : la plupart des commandes iront en quarantaine. Retirez la constante dans Accueil > Configuration > Divers si la comptabilité le permet.
check-unit-decimals = Dolibarr garde { $decimals } décimales d'un prix unitaire (Accueil > Configuration > Limites et précision). Les commandes en d'autres devises, ou d'articles bon marché, pourraient ne pas tomber juste au centime et iraient en quarantaine. Mettez 5.
check-total-decimals = Dolibarr garde { $decimals } décimales d'un total (Accueil > Configuration > Limites et précision), la boutique deux ou plus : les commandes avec des centimes iront en quarantaine. Mettez 2.
check-vat-known = Taux de TVA de la boutique, tous dans le dictionnaire de Dolibarr : { $rates }.
check-vat-missing = Le dictionnaire des taux de TVA de Dolibarr pour { $country } n'a pas des taux que la boutique utilise : { $rates }. Les documents sont écrits avec eux malgré tout, mais personne ne peut les choisir sur une ligne dans Dolibarr, et ses états de TVA peuvent les omettre. Ajoutez chacun sous Accueil > Configuration > Dictionnaires > Taux de TVA.
check-vat-abroad = Taux que peuvent payer les clients d'autres pays (ventes à distance, OSS) : { $rates }. Chaque ligne est écrite avec le taux que la boutique a facturé. Pour que l'on puisse aussi choisir ces taux dans Dolibarr, ajoutez-les sous Accueil > Configuration > Dictionnaires > Taux de TVA, pour le pays de la société ({ $country } dans la boutique).
check-currencies = Devises des commandes, connues de Dolibarr : { $currencies }.
check-currencies-unknown = Des commandes sont en { $currencies }, et ce Dolibarr ne dit pas quelles devises il connaît. Vérifiez que chacune est sous Accueil > Configuration > Modules > Multidevise : s'il en manque une, Dolibarr fait le document dans la devise de la société, et Passerelle s'arrête à ses totaux.
check-currency-missing = Des commandes sont en { $currency }, que Dolibarr ne connaît pas : elles seront mises en quarantaine. Ajoutez-la avec un taux sous Accueil > Configuration > Modules > Multidevise ; chaque commande garde le taux de la boutique.
check-currency-unused-missing = La boutique vend aussi en { $currency }, que Dolibarr ne connaît pas. Aucune commande ne l'a encore employée ; ajoutez-la sous Accueil > Configuration > Modules > Multidevise avant la première.
check-currency-converted = La devise de la boutique { $shop } est { $shop_currency }, celle de la société { $erp_currency }. Les commandes en { $erp_currency } sont reprises telles quelles. Les autres gardent leur devise et leurs totaux dans celle-ci ; leurs montants en { $erp_currency }, et les prix des produits, sont faits au taux actuel de la boutique (1 { $shop_currency } = { $rate } { $erp_currency }). Veillez à ce que la boutique tienne ses taux à jour.
check-shops = Boutiques reprises : { $shops }.
check-shops-left-out = Les réglages laissent ces boutiques de côté, leurs commandes ne viennent donc pas dans Dolibarr : { $shops }. Pour en reprendre une, ajoutez son numéro à shops dans la section [shop] de la configuration, ou écrivez shops = "all".
check-shops-switched-off = PrestaShop ne répond pas pour ces boutiques, car elles ou son multiboutique sont désactivés : { $shops }. Leurs commandes ne sont pas reprises. Activez-les dans PrestaShop si elles doivent l'être.
check-shop-settings-idle = Aucune boutique reprise n'a le numéro de { $sections } dans la configuration : ces réglages sont sans effet. Corrigez le numéro.
tag-used = L'étiquette « { $tag } » est déjà employée dans ce Dolibarr, et la base d'état est vide. Si un autre PrestaShop l'emploie, choisissez-en une autre : sinon les documents des deux se mélangent. Si la base d'état de cette connexion a été perdue, remettez-la, ou continuez : ce qui est là sera retrouvé.
tag-used-by-this-shop = Des commandes de cette boutique sont dans ce Dolibarr sous l'étiquette « { $tag } », et la base d'état est vide. Si elle a été perdue, continuez : ce qui est là sera retrouvé. Si elle est ailleurs, employez celle-là.
tag-used-by-another = L'étiquette « { $tag } » est employée dans ce Dolibarr par un autre PrestaShop : les commandes sous celle-ci ne sont pas celles de cette boutique. Rien n'a été écrit. Choisissez une autre étiquette dans la section [connection] de la configuration.
check-not-https = { $url } n'est pas sécurisé : les clés et les données des clients circulent en clair. Utilisez https.

## Décisions
category-root = La catégorie racine cachée de la boutique n'est pas reprise.
product-vat-unknown = Le taux de TVA du produit { $reference } est introuvable : son groupe de règles de taxes n'a pas de règle pour le pays de la boutique. Corrigez sa règle de taxe dans la boutique.
customer-anonymous = Le compte des commandes anonymisées n'est pas un client.
customer-ambiguous = Le client { $customer } correspond à plusieurs tiers par { $evidence ->
        [email] l'e-mail
        [vat] le numéro de TVA
        [siret] le SIRET
       *[name] le nom et le code postal
    } : { $third_parties }. Dites lequel c'est avec « passerelle decide customer/{ $customer } --third-party { $first } » (le numéro du bon), ou « passerelle decide customer/{ $customer } --new » si ce n'est aucun d'eux. Ou fusionnez-les dans Dolibarr, puis lancez « passerelle retry customer/{ $customer } ».
company-ambiguous = Une société que nomme l'adresse de facturation d'un client correspond à plusieurs tiers par { $evidence ->
        [email] l'e-mail
        [vat] le numéro de TVA
        [siret] le SIRET
       *[name] le nom et le code postal
    } : { $third_parties }. Dites lequel c'est avec « passerelle decide company/{ $customer } --third-party { $first } » (le numéro du bon), ou « passerelle decide company/{ $customer } --new » si ce n'est aucun d'eux. Ou fusionnez-les dans Dolibarr, puis lancez « passerelle retry company/{ $customer } ».
customer-number-alone = Le client { $customer } donne { $evidence ->
       *[vat] le numéro de TVA
        [siret] le SIRET
    } de { $third_parties }, mais ni le nom ni le domaine de l'e-mail ne correspondent, et n'importe qui peut saisir un tel numéro. Dites si c'est lui avec « passerelle decide customer/{ $customer } --third-party { $first } » (le numéro du bon), ou « passerelle decide customer/{ $customer } --new » si ce n'est pas lui.
customer-choice-gone = Il a été décidé que le client { $customer } est le tiers { $third_party }, qui n'est plus dans Dolibarr. Décidez à nouveau : « passerelle decide customer/{ $customer } --third-party NUMÉRO », ou avec --new.
customer-choice-taken = Il a été décidé que le client { $customer } est le tiers { $third_party }, qui appartient maintenant à un autre client. Décidez à nouveau : « passerelle decide customer/{ $customer } --third-party NUMÉRO », ou avec --new.
address-deleted = L'adresse a été supprimée dans la boutique, et aucune commande ne la porte.
order-there-already = Dolibarr a peut-être déjà la commande { $called } ({ $shop_gross } dans la boutique, du { $day }) : { $found }. Pour en être sûr, il faudrait que la référence de la boutique, le client et le total soient les mêmes. Rien n'a été écrit. Dites laquelle c'est avec « passerelle decide { $document } --order { $first } » (le numéro de la bonne), ou « passerelle decide { $document } --new » si ce n'est aucune d'elles.
invoice-there-already = Dolibarr a peut-être déjà la facture { $called } de la commande { $reference } ({ $shop_gross } dans la boutique, du { $day }) : { $found }. Pour en être sûr, il faudrait que la référence de la boutique, le client et le total soient les mêmes. Rien n'a été écrit. Dites laquelle c'est avec « passerelle decide { $document } --invoice { $first } » (le numéro de la bonne), ou « passerelle decide { $document } --new » si ce n'est aucune d'elles.
credit-note-there-already = Dolibarr a peut-être déjà l'avoir du bon { $called } de la commande { $reference } ({ $shop_gross } dans la boutique, du { $day }) : { $found }. Pour en être sûr, il faudrait que le client et le total soient les mêmes. Rien n'a été écrit. Dites lequel c'est avec « passerelle decide { $document } --invoice { $first } » (le numéro du bon), ou « passerelle decide { $document } --new » si ce n'est aucun d'eux.
document-choice-gone = Il a été décidé que { $called } est le numéro { $number } de Dolibarr, qui n'y est plus ou appartient à un autre document d'une boutique. Décidez à nouveau : « passerelle decide { $document } --new », ou avec le numéro du bon.
adopted-differs = Elle était déjà dans Dolibarr et reste telle quelle ({ $documents }).{ $totals ->
    [none] {""}
   *[some] {" "}Les totaux diffèrent (Dolibarr / boutique) : { $totals }.
}{ $days ->
    [none] {""}
   *[some] {" "}Les jours diffèrent (Dolibarr / boutique) : { $days }.
}{ $drafts ->
    [none] {""}
   *[some] {" "}Encore en brouillon dans Dolibarr : { $drafts }.
}{ $cancelled ->
    [none] {""}
   *[some] {" "}Annulée dans Dolibarr, mais pas dans la boutique : { $cancelled }.
}{ $open ->
    [none] {""}
   *[some] {" "}Annulée dans la boutique, mais pas dans Dolibarr : { $open }.
}{ $payments ->
    [none] {""}
   *[some] {" "}Payée dans la boutique, et le paiement n'est pas dans Dolibarr : { $payments }. Enregistrez-le, sauf si l'argent a été saisi autrement.
}{" "}Corrigez à la main ce qui doit l'être ; Passerelle ne modifie jamais ce qu'il n'a pas fait.
address-of-nobody = L'adresse n'appartient à aucun client repris.
company-of-nobody = Le client dont l'adresse nomme cette société n'est pas dans Dolibarr : ses commandes sont sur le tiers des clients effacés.
order-state = Son état « { $state } » ne compte pas comme une vente et elle n'a pas de facture.
order-before-since = Elle est antérieure au jour à partir duquel les commandes sont reprises.
order-other-shop = Elle est de la boutique { $shop }, que les réglages laissent de côté.
order-without-customer = La commande { $reference } n'a plus de client dans la boutique. Rattachez-la à un client dans le back-office ou la base de la boutique, puis lancez « passerelle retry { $reference } ».
order-too-large = La commande { $reference } a des montants ou un nombre de lignes invraisemblables. Corrigez-la dans la boutique.
order-empty = Toutes les lignes de la commande { $reference } ont été retirées dans la boutique, et elle n'a ni paiement ni facture. Il ne reste rien à reprendre.
accept-head = { $document } ({ $key }), en { $currency }, HT et TTC :
accept-line = { "  " }{ $label } : { $net } / { $gross }
accept-part-product = Ligne
accept-part-shipping = Port
accept-part-wrapping = Emballage
accept-part-discount = Remises
accept-part-rounding = Arrondi
accept-sum = Toutes les parties ensemble
accept-total = Le total que la boutique indique
accept-difference = Écart, qu'une ligne libellée enregistrerait
accept-nothing = Rien ne se contredit à présent dans la commande { $order } de la boutique. Si elle a été corrigée, lancez « passerelle retry { $order } ».
accept-already = Ce qui se contredit dans la commande { $order } a déjà été accepté, avec ces chiffres. Lancez « passerelle retry { $order } » si elle n'est pas dans Dolibarr.
accept-no-order = Aucune commande « { $order } » n'est connue, ou la boutique ne l'a plus. Donnez sa référence, ou son genre et son numéro, comme order/729.
accept-several = Plusieurs commandes ont la référence { $order }. Donnez le genre et le numéro de celle que vous voulez, comme order/729 ; « passerelle why { $order } » les montre.
accept-too-much = L'écart de { $document } est de { $difference } { $currency }, plus que ce qui peut être accepté ({ $limit }, « accept_up_to » sous [orders] dans la configuration). Corrigez le document dans la boutique, ou relevez la limite si vous savez d'où vient l'écart.
accept-unsaid = Rien n'a été accepté : dites qui et pourquoi avec --by et --reason, et --yes là où personne ne peut être interrogé (commande { $order }).
ask-accept-by = Qui accepte cet écart
ask-accept-reason = Pourquoi
ask-accept = Enregistrer cet écart par une ligne libellée
operation-accept = accepter un écart
why-accepted = accepté par { $by } : { $document } totalise { $total_net } / { $total_gross }, ses parties { $parts_net } / { $parts_gross }, écart { $net } / { $gross }
order-decimals-lost = La commande { $reference } totalise { $total_net } HT et { $total_gross } TTC en { $currency }, avec { $decimals } décimales. Dolibarr garderait { $erp_net } et { $erp_gross } : ses totaux ont moins de décimales. Mettez la constante MAIN_MAX_DECIMALS_TOT à { $decimals } dans Dolibarr sous Accueil > Configuration > Limites et précision, puis lancez « passerelle retry { $reference } ».
order-rate-not-of-shop = Passerelle aurait écrit la ligne { $line } de la commande { $reference } à { $rate } de TVA, qui n'est aucun des taux de la boutique. Rien n'a été écrit. Signalez-le s'il vous plaît, avec les lignes de la commande dans la boutique.
order-contradicts-itself = La commande { $reference } se contredit : elle totalise { $total_net } HT et { $total_gross } TTC, mais ses parties font { $parts_net } et { $parts_gross } (TTC : produits { $products }, port { $shipping }, emballage { $wrapping }, remises { $discounts }). Rien n'a été écrit. Corrigez la commande dans la boutique, ou lancez « passerelle accept { $reference } » : l'écart y est montré ligne par ligne, et un petit écart est enregistré sur votre parole.
order-no-exact-form = Aucune forme de lignes ne donne les totaux de la commande { $reference } dans Dolibarr ({ $part }) : la boutique dit { $shop_net } HT et { $shop_gross } TTC, le plus proche est { $erp_net } et { $erp_gross }. Rien n'a été écrit. Saisissez-la à la main, et merci de le signaler.
order-too-many-taxes = La ligne { $line } de la commande { $reference } a { $count } taxes ; une ligne de Dolibarr en tient trois. Saisissez-la à la main.
local-tax-off = La commande { $reference } a des lignes à plusieurs taxes ({ $rate }), mais la société dans Dolibarr n'utilise pas la taxe locale { $number }. Activez-la dans Accueil > Configuration > Société/Organisation, et vérifiez que Accueil > Configuration > Dictionnaires > Taux de TVA a une ligne active avec ces taux. Puis lancez « passerelle retry { $reference } ».
local-tax-in-spain = La commande { $reference } a des lignes avec recargo de equivalencia ({ $rate }). Le Dolibarr d'une société espagnole n'en calcule pas pour les lignes reçues par son API REST. Rien n'a été écrit. Saisissez la commande à la main.
local-tax-not-computed = Dolibarr calcule { $erp_net } HT et { $erp_gross } TTC pour les lignes de la commande { $reference }, la boutique dit { $shop_net } et { $shop_gross } : son dictionnaire de TVA n'a pas de ligne avec ces taxes. Ajoutez-la dans Accueil > Configuration > Dictionnaires > Taux de TVA (ou donnez ses taux dans les réglages sous [[taxes]]), puis lancez « passerelle retry { $reference } » : le brouillon est recalculé. Rien n'a été validé.
order-line-rate-unknown = Aucun taux de TVA de la boutique n'explique la ligne { $line } de la commande { $reference } : { $net } HT, { $gross } TTC, taux indiqué { $rate }. Rien n'a été écrit. Si ce taux manque à la boutique, ajoutez-le sous International > Taxes ; sinon corrigez la ligne dans la boutique. Puis lancez « passerelle retry { $reference } ».
order-part-rate-unknown = Aucun taux de TVA de la boutique n'explique cette partie ({ $part }) de la commande { $reference } : { $net } HT, { $gross } TTC. Rien n'a été écrit. Si ce taux manque à la boutique, ajoutez-le sous International > Taxes ; sinon corrigez la commande dans la boutique. Puis lancez « passerelle retry { $reference } ».
order-currency-missing = Dolibarr ne connaît pas la devise { $currency } (commande { $reference }). Ajoutez-la dans Dolibarr sous Accueil > Configuration > Modules > Multidevise, puis lancez « passerelle retry ».
order-currency-rate = Le taux de change { $rate } de la commande { $reference } n'a pas de sens. Corrigez-le dans la boutique.
shop-currency-differs = La devise par défaut de la boutique est { $shop_currency }, celle de Dolibarr { $erp_currency }, et la boutique n'a pas de taux pour elle (commande { $reference }). Ajoutez { $erp_currency } aux devises de la boutique sous International > Localisation > Devises, avec son taux ; il n'est pas nécessaire d'y vendre.
order-totals-differ = La commande { $reference } est dans Dolibarr sous { $erp_reference } avec d'autres totaux : la boutique dit { $shop_net } HT et { $shop_gross } TTC, Dolibarr { $erp_net } et { $erp_gross } (par taux de TVA, Dolibarr → boutique, HT / TTC : { $rates }). Elle a été modifiée d'un côté et ne peut plus être réécrite. Rendez-les égales, puis lancez « passerelle retry { $reference } ».
invoice-totals-differ = La facture de la commande { $reference } est dans Dolibarr sous { $erp_reference } avec d'autres totaux : la boutique dit { $shop_net } HT et { $shop_gross } TTC, Dolibarr { $erp_net } et { $erp_gross }. Une facture n'est jamais réécrite : corrigez la différence par un avoir.
invoice-paid-otherwise = La facture { $erp_reference } de la commande { $reference } est déjà payée dans Dolibarr, par un règlement qui n'est pas de Passerelle ; le paiement de la boutique de { $amount } n'a pas été ajouté. Supprimez celui qui est de trop, puis lancez « passerelle retry { $reference } ».
payment-placed-otherwise = Le paiement { $payment } de la commande { $reference } a été enregistré dans Dolibarr sur une autre facture ou en d'autres parts que ne le demandent à présent les commandes de la boutique ({ $amount } ici). Rien n'a été enregistré deux fois. Comparez les règlements des commandes de cette référence dans Dolibarr et corrigez-les à la main.
order-cancelled-in-erp = La commande { $reference } est annulée dans Dolibarr ({ $erp_reference }) mais pas dans la boutique. Rouvrez-la dans Dolibarr, ou annulez-la dans la boutique, puis lancez « passerelle retry { $reference } ».
erp-changed-order-gone = La commande { $reference } a été supprimée dans Dolibarr. Passerelle ne la recrée pas de lui-même. Lancez « passerelle retry order/{ $order } --anew --yes » pour la faire recréer, ou « passerelle retry order/{ $order } --as-it-is --yes » pour la laisser supprimée.
erp-changed-order-draft = La commande { $erp_reference } a été remise en brouillon dans Dolibarr (référence boutique { $reference }). Passerelle n'y touche pas. Validez-la dans Dolibarr, puis lancez « passerelle sync » ; ou lancez « passerelle retry order/{ $order } --as-it-is --yes » pour la laisser ainsi.
erp-changed-order-reopened = La commande { $erp_reference }, livrée selon la boutique, a été rouverte dans Dolibarr (référence boutique { $reference }). Passerelle la laisse ouverte. Classez-la livrée dans Dolibarr, puis lancez « passerelle sync » ; ou lancez « passerelle retry order/{ $order } --as-it-is --yes ».
erp-changed-order-delivered = La commande { $erp_reference } a été mise en expédition ou livrée dans Dolibarr. La boutique ne le dit pas (référence boutique { $reference }). Il n'y a rien à faire.
erp-changed-order-edited = Les lignes de la commande { $erp_reference } ont été modifiées dans Dolibarr (référence boutique { $reference }) : { $erp_net } HT et { $erp_gross } TTC dans Dolibarr, { $shop_net } et { $shop_gross } dans la boutique. Par taux : { $rates }. Passerelle n'y touche pas. Corrigez les lignes dans Dolibarr, puis lancez « passerelle sync » ; ou lancez « passerelle retry order/{ $order } --as-it-is --yes » pour la laisser ainsi.
erp-changed-order-unbilled = La commande { $erp_reference } n'est plus classée facturée dans Dolibarr (référence boutique { $reference }). Passerelle la laisse ainsi. Classez-la facturée dans Dolibarr, puis lancez « passerelle sync » ; ou lancez « passerelle retry order/{ $order } --as-it-is --yes ».
erp-changed-invoice-gone = La facture { $invoice } de la commande { $reference } a été supprimée dans Dolibarr. Passerelle ne la recrée pas de lui-même. Lancez « passerelle retry order/{ $order } --anew --yes » pour la faire recréer, ou « passerelle retry order/{ $order } --as-it-is --yes » pour la laisser supprimée.
erp-changed-invoice-abandoned = La facture { $erp_reference } de la commande { $reference } a été classée abandonnée dans Dolibarr. Passerelle n'y enregistre plus rien. Rouvrez-la dans Dolibarr, puis lancez « passerelle sync » ; ou lancez « passerelle retry order/{ $order } --as-it-is --yes ».
erp-changed-invoice-edited = La facture { $erp_reference } de la commande { $reference } a été modifiée dans Dolibarr : { $erp_net } HT et { $erp_gross } TTC dans Dolibarr, { $shop_net } et { $shop_gross } dans la boutique. Passerelle n'y touche pas. Corrigez-la dans Dolibarr, puis lancez « passerelle sync » ; ou lancez « passerelle retry order/{ $order } --as-it-is --yes ».
erp-changed-invoice-draft = La facture { $erp_reference } de la commande { $reference } a été remise en brouillon dans Dolibarr. Passerelle n'y touche pas. Validez-la dans Dolibarr, puis lancez « passerelle sync » ; ou lancez « passerelle retry order/{ $order } --as-it-is --yes ».
erp-changed-invoice-unpaid = La facture { $erp_reference } de la commande { $reference } a été classée impayée dans Dolibarr. Ses règlements y sont toujours. Passerelle la laisse ainsi. Classez-la payée dans Dolibarr, puis lancez « passerelle sync » ; ou lancez « passerelle retry order/{ $order } --as-it-is --yes ».
erp-changed-invoice-paid = La facture { $erp_reference } de la commande { $reference } a été classée payée dans Dolibarr, ou son règlement y a été saisi. La boutique ne le sait pas. Saisissez le paiement dans la boutique quand l'argent est arrivé.
erp-changed-payment-gone = Le règlement de { $amount } du { $day } sur { $erp_reference } a été supprimé dans Dolibarr (commande { $reference }). Passerelle ne le saisit pas de nouveau de lui-même. Lancez « passerelle retry order/{ $order } --anew --yes » pour le faire saisir de nouveau, ou « passerelle retry order/{ $order } --as-it-is --yes » pour laisser ainsi.
erp-changed-payment-added = Un règlement a été saisi sur la facture { $erp_reference } de la commande { $reference } dans Dolibarr. La boutique ne le connaît pas. Saisissez-le dans la boutique, ou supprimez-le dans Dolibarr s'il est en double.
erp-changed-slip-gone = L'avoir { $slip } de la commande { $reference } a été supprimé dans Dolibarr. Passerelle ne le recrée pas de lui-même. Lancez « passerelle retry order/{ $order } --anew --yes » pour le faire recréer, ou « passerelle retry order/{ $order } --as-it-is --yes » pour le laisser supprimé.
order-left-as-it-is = Cette commande reste comme elle est dans Dolibarr, par décision d'une personne. Les changements de la boutique ne l'atteignent plus. Lancez « passerelle retry order/{ $order } --anew --yes » pour qu'elle soit suivie de nouveau et que ce qui a été supprimé soit recréé.
customer-merged = Le client { $customer } est sur le tiers { $third_party } ({ $name }) dans Dolibarr, avec un autre client de la boutique : son propre tiers a été fusionné avec celui-là, ou supprimé.
erp-list-shrunk = { $gone } éléments de la liste « { $list } » que Passerelle avait apportés à Dolibarr n'y sont plus, et { $there } y sont. Cela ressemble à une panne ou à un droit qui manque dans Dolibarr : rien n'a été considéré comme supprimé. Si ces suppressions sont voulues, lancez « passerelle sync --look --deletions ».
waits-for-healing = Ce dont ce document est fait a été supprimé ou fusionné dans Dolibarr, et est d'abord cherché de nouveau : { $documents }.
retry-orders-only = { $option } ne vaut que pour des commandes, comme order/42 ; « { $reference } » est autre chose.
retry-confirm-anew = Cela recrée ce qui a été supprimé dans Dolibarr de la commande { $reference } : la commande, ses factures, avoirs et règlements. Les nouvelles factures ont de nouveaux numéros. Si c'est voulu, lancez « passerelle retry { $reference } --anew --yes ».
retry-confirm-as-it-is = Cela laisse la commande { $reference } comme elle est dans Dolibarr : ce qui change ensuite dans la boutique ne l'atteint plus. Si c'est voulu, lancez « passerelle retry { $reference } --as-it-is --yes ».
payment-negative = Le paiement { $payment } de la commande { $reference } est négatif ({ $amount }) : de l'argent rendu. Aucun avoir de cette seule commande ne permet de l'imputer. Créez l'avoir dans la boutique, ou enregistrez le remboursement à la main dans Dolibarr et retirez-le des paiements de la boutique.
payment-method-unmapped = Le moyen de paiement « { $method } » de la commande { $reference } n'est associé à rien. Ajoutez [payments."{ $method }"] avec mode et account dans la configuration, puis lancez « passerelle retry { $reference } ».
payment-mode-unknown = Le moyen de paiement « { $method } » est associé au mode { $mode }, que Dolibarr n'a pas ou a désactivé (Accueil > Configuration > Dictionnaires > Modes de règlement).
payment-currency = Le paiement { $payment } de la commande { $reference } est en { $currency }, qui n'est ni la devise de la commande ni celle de Dolibarr. Corrigez la devise du paiement dans la boutique, ou ajoutez { $currency } aux devises de la boutique avec son taux, puis lancez « passerelle retry { $reference } ».
slip-no-exact-form = Aucune ligne d'avoir ne donne dans Dolibarr le total de l'avoir { $slip } de la commande { $reference } : la boutique indique { $shop_net } HT et { $shop_gross } TTC, le plus proche est { $erp_net } et { $erp_gross }. Aucun avoir n'a été écrit. Saisissez l'avoir à la main, et signalez-le s'il vous plaît.
slip-contradicts-itself = L'avoir { $slip } de la commande { $reference } se contredit : il indique { $products_net } HT et { $products_gross } TTC de produits, mais ses lignes font { $lines_net } et { $lines_gross }. Ni la taxe de ce qui a été vendu ni les bons de réduction de la commande ne l'expliquent. Aucun avoir n'a été écrit. Refaites l'avoir dans la boutique, ou lancez « passerelle accept { $reference } » : l'écart y est montré, et un petit écart est enregistré sur votre parole.
slip-line-unknown = L'avoir { $slip } de la commande { $reference } rend la ligne { $line }, qui a été supprimée de la commande. Aucun avoir n'a été écrit. Refaites l'avoir dans la boutique, ou créez dans Dolibarr un avoir sur la facture avec le numéro { $slip } comme référence client.
slip-waits-for-invoice = Les avoirs { $slips } attendent : la commande n'a pas de facture qu'un avoir pourrait corriger. Ils suivront d'eux-mêmes quand la boutique aura facturé la commande.
slip-corrected = Pour les avoirs { $slips }, la boutique indique une somme dans l'en-tête et une autre dans les lignes. Compte celle qui porte la taxe de ce qui a été vendu. Comparez les avoirs avec ceux sur papier.
order-rest-goes-on = Toutes les autres parties de la commande { $reference } sont reprises.
invoice-held = La facture attend, et avec elle ses paiements et ses avoirs.
invoice-contradicts-itself = La facture { $invoice } de la commande { $reference } se contredit : elle totalise { $total_net } HT et { $total_gross } TTC, mais ses parties font { $parts_net } et { $parts_gross } (TTC : produits { $products }, port { $shipping }, emballage { $wrapping }, remises { $discounts }). Corrigez-la dans la boutique, ou lancez « passerelle accept { $reference } ».
invoice-no-exact-form = Aucune forme de lignes ne donne les totaux de la facture { $invoice } de la commande { $reference } dans Dolibarr ({ $part }) : la boutique dit { $shop_net } HT et { $shop_gross } TTC, le plus proche est { $erp_net } et { $erp_gross }.
third-party-left = Le client est sur le tiers { $third_party } de Dolibarr (socid={ $third_party } dans l'adresse de sa fiche), et ses commandes continuent. Mais Dolibarr n'a pas pris ce qui est nouveau (nom, adresse, numéros) : il a laissé tous ses champs tels quels. Le plus souvent, son code client ne correspond pas au modèle de codes clients. Donnez-lui un code qui convient, ou choisissez un autre modèle sous Accueil > Configuration > Modules > Tiers ; puis lancez « passerelle retry » avec ce client.
product-is-no-pack = Ce produit n'est pas un pack.
pack-product-left-out = Le produit de ce pack n'est pas dans Dolibarr.
pack-contains-itself = Le pack se contient lui-même dans la boutique. Corrigez son contenu dans PrestaShop ; le reste suit de lui-même.
pack-parts-lacking = { $count ->
        [one] Le pack contient le produit { $products }, qui n'est
       *[other] Le pack contient les produits { $products }, qui ne sont
    } pas dans Dolibarr : supprimé dans la boutique, ou laissé de côté. Ses autres éléments y sont. Corrigez le contenu du pack dans PrestaShop ; la prochaine synchronisation suivra.
pack-part-missing = Le pack contient { $kind } { $id }, qui n'est pas dans Dolibarr : supprimé dans la boutique, ou laissé de côté. Corrigez le contenu du pack dans PrestaShop, ou faites passer ce produit, puis lancez « passerelle retry ».
product-in-part = Le produit est dans Dolibarr, mais pas en entier.{ $prices ->
    [none] {""}
   *[some] {" "}Prix spécifiques de la boutique qui n'y sont pas : { $prices }{ $customer ->
        [none] {""}
       *[some] , dont pour un client { $customer }
    }{ $group ->
        [none] {""}
       *[some] , pour un groupe de clients { $group }
    }{ $country ->
        [none] {""}
       *[some] , pour un pays { $country }
    }{ $currency ->
        [none] {""}
       *[some] , pour une devise { $currency }
    }{ $quantity ->
        [none] {""}
       *[some] , à partir d'une quantité { $quantity }
    }{ $period ->
        [none] {""}
       *[some] , pour un certain temps { $period }
    }{ $everybody ->
        [none] {""}
       *[some] , pour tous { $everybody }
    }. L'API de Dolibarr ne peut en écrire aucun : saisissez à la main ceux dont vous avez besoin.
    }{ $misfits ->
    [none] {""}
   *[some] {" "}Attributs supplémentaires qui ne peuvent contenir la valeur de la boutique, à cause de leur type ou de leur longueur : { $fields }. Changez-les dans Dolibarr, ou choisissez-en d'autres dans la section [catalogue.extrafields] de la configuration, puis lancez « passerelle retry ».
    }{ $fixed ->
    [no] {""}
   *[yes] {" "}Son prix reste celui de sa création : Dolibarr tient des prix par niveau, par client ou par quantité, et son API n'en change alors aucun. Voyez « passerelle doctor ».
    }
invoice-dated-otherwise = La boutique a émis la facture sous le numéro { $shop_number } du { $shop_day } ; dans Dolibarr, { $erp_reference } porte « { $erp_number } » du { $erp_day }. Elle est validée, elle n'a donc pas été modifiée. Si l'écart compte, corrigez par un avoir et une nouvelle facture dans Dolibarr.
order-undated = La boutique n'a pas de date pour cette commande ; le { $day } a été pris, d'après sa première facture, son premier paiement ou sa dernière modification. Corrigez la date dans la boutique si elle est fausse.
invoice-undated = La boutique n'a pas de date pour la facture { $number } ; le jour de la commande, le { $day }, a été pris. S'il est faux, corrigez la date dans la boutique avant que la facture soit validée.
payment-undated = La boutique n'a pas de date pour un paiement de { $amount } ; le jour de la commande, le { $day }, a été pris. Voyez le relevé du compte.
slip-undated = La boutique n'a pas de date pour l'avoir { $slip } ; le { $day } a été pris.
refund-payment-unknown = Les avoirs { $slips } sont dans Dolibarr, mais la boutique ne dit pas si ni comment l'argent a été rendu. Enregistrez le remboursement sur l'avoir dans Dolibarr, ou imputez l'avoir sur une facture impayée, sauf si c'est déjà fait.
letters-replaced = C'est dans Dolibarr, mais Dolibarr ne peut pas enregistrer certains caractères de ses textes, comme des emojis : □ se trouve à leur place. Ses montants ne sont pas concernés. Il n'y a rien à faire. Pour qu'ils soient enregistrés désormais : Dolibarr 18 ou plus récent, avec $dolibarr_main_db_character_set='utf8mb4' dans son conf.php. Dolibarr 17 n'en enregistre aucun, quoi que dise son conf.php.
credit-note-totals-differ = L'avoir { $slip } de la commande { $reference } est dans Dolibarr sous { $erp_reference } avec d'autres totaux : la boutique indique { $shop_net } HT et { $shop_gross } TTC, Dolibarr { $erp_net } et { $erp_gross }. Un avoir n'est jamais réécrit : corrigez la différence à la main.
restock-no-warehouse = Les produits rendus doivent rentrer dans un entrepôt (« restock » dans la section [refunds] de la configuration), mais aucun entrepôt ouvert n'est choisi. Activez le module Stock dans Dolibarr et indiquez « warehouse » dans la section [erp], ou désactivez « restock » ; puis lancez « passerelle retry ».
list-shrunk = La boutique montre { $seen } lignes de sa liste « { $list } », et { $missing } de la dernière fois manquent. Cela ressemble à une panne de la boutique : rien n'a été considéré comme supprimé. Vérifiez dans son back-office ; si ces suppressions sont voulues, lancez « passerelle sync --deletions ».
list-failed = La liste { $list ->
        [order] des commandes
        [order_payments] des paiements
        [order_invoices] des factures
        [order_histories] des changements d'état des commandes
        [order_slips] des avoirs
        [order_carriers] des expéditions
        [tracking] des numéros de suivi
        [customer] des clients
        [customer_addresses] des adresses des clients
        [address] des adresses
        [group] des groupes de clients
        [categories] des catégories
        [attributes] des attributs
        [attribute_values] des valeurs d'attributs
        [products] des produits
        [specific_prices] des prix spécifiques
        [combinations] des déclinaisons
        [stock] des quantités en stock
        [all_orders] de toutes les commandes
        [stock_movements] des mouvements de stock de Dolibarr
       *[other] { $list }
    } n'a pas pu être lue. Tout le reste a continué ; la prochaine synchronisation reprendra cette liste là où la dernière bonne s'était arrêtée.
attribute-not-needed = Les déclinaisons ne sont pas des variantes ici : les attributs et leurs valeurs ne sont pas repris.
attribute-gone = L’attribut de cette valeur n’est pas dans Dolibarr ; les déclinaisons qui ont cette valeur deviennent des produits simples.
gone-product = N'est plus dans la boutique. Dans Dolibarr, le produit a été retiré de la vente et conservé : documents et statistiques en ont besoin.
gone-category = N'est plus dans la boutique. Dans Dolibarr, la catégorie a été conservée avec ce que l'on y a mis ; supprimez-la si elle ne sert plus.
gone-order-open = La commande a été supprimée dans la boutique. Dans Dolibarr, { $erp_reference } est restée telle quelle{ $invoiced ->
        [yes] , avec sa facture
       *[no] {""}
    }. S'il n'y a pas eu de vente : { $invoiced ->
        [yes] faites un avoir de sa facture dans Dolibarr, puis annulez-y la commande
       *[no] annulez la commande dans Dolibarr
    }. Si la vente est réelle, classez la commande comme livrée dans Dolibarr. La prochaine synchronisation verra l'un ou l'autre.
gone-order-kept = La commande a été supprimée dans la boutique. Dans Dolibarr, { $erp_reference } est livrée et a été gardée{ $invoiced ->
        [yes] , avec sa facture
       *[no] {""}
    }. S'il n'y a pas eu de vente, rouvrez-la et annulez-la{ $invoiced ->
        [yes] , après un avoir de sa facture
       *[no] {""}
    }.
gone-in-shop = N'est plus dans la boutique ; ce qui est dans Dolibarr a été laissé tel quel.
too-many-attempts = Abandonné après { $attempts ->
        [one] une tentative
       *[other] { $attempts } tentatives
    } sans aboutir. Voyez « passerelle why » pour chacune ; puis lancez « passerelle retry ».
waits-for = { $count ->
        [one] Attend { $documents }.
       *[other] Attend { $count } autres : { $documents }.
    }
waits-for-failed = { $count ->
        [one] A besoin de { $documents }, en échec. « passerelle why » dit pourquoi ; une fois à jour, lancez « passerelle retry ».
       *[other] A besoin de { $count } autres, en échec : { $documents }. « passerelle why » dit pourquoi pour chacun ; une fois à jour, lancez « passerelle retry ».
    }
waits-for-unknown-call = La réponse à un appel précédent s'est perdue. Attend que Dolibarr ne puisse plus être en train de le traiter, puis regarde.
run-waits-for-retries = { $count ->
        [one] un document sera réessayé
       *[other] { $count } documents seront réessayés
    }

decide-number-too-great = { $number } n'est pas un numéro de Dolibarr. Il se trouve dans l'adresse de la fiche, après socid= ou id=.
decide-malformed = « { $document } » n'est rien qui puisse être décidé. Écrivez customer/, order/, invoice/ ou slip/ et le numéro dans la boutique, comme order/42.
decide-other-kind = Pour { $document } donnez --third-party pour un client, --order pour une commande, --invoice pour une facture ou un avoir, ou --new.
decide-unknown = Rien n'est demandé au sujet de { $document }. « passerelle sync » trouve d'abord ce qui est nouveau dans la boutique ; « passerelle status » montre ce qui est demandé.
decide-settled = Il n'y a rien à décider pour { $document } : c'est déjà le numéro { $number } de Dolibarr. Voyez « passerelle why ».
decide-nothing-there = Dolibarr n'a pas { $kind ->
        [order] de commande
        [invoice] de facture
        [credit_note] d'avoir
       *[third_party] de tiers
    } { $number }. Son numéro est dans l'adresse de sa fiche, après socid=, id= ou facid=.
decide-taken = Le numéro { $number } appartient à un autre document d'une boutique ({ $reference }). Choisissez-en un autre, ou lancez « passerelle decide { $document } --new ».

## Avancement et bilan
progress-seen = vus
progress-pausing = Attente de { $seconds } s : { $why }
summary-nothing = Rien n'était à envoyer : { $seen ->
        [one] une ligne a été vue
       *[other] { $seen } lignes ont été vues
    } dans la boutique.
summary-writes = { $writes ->
        [one] Un changement a été envoyé
       *[other] { $writes } changements ont été envoyés
    } à Dolibarr en { $seconds } s, avec { $shop_calls ->
        [one] un appel
       *[other] { $shop_calls } appels
    } à la boutique et { $erp_calls ->
        [one] un appel
       *[other] { $erp_calls } appels
    } à Dolibarr.
summary-orders = { $orders ->
        [one] Une commande a été reprise.
       *[other] { $orders } commandes ont été reprises, { $rate } par seconde.
    }
summary-interrupted = Interrompu. Relancez la même commande : elle reprend où elle en était.
status-journal = { $count ->
        [one] Une écriture est au journal.
       *[other] { $count } écritures sont au journal.
    }
status-doubts = Listes qui n'ont pas été lues en entier :
number-too-great = « { $reference } » porte un numéro que rien ne peut avoir dans la boutique. Donnez un numéro du back-office de la boutique, comme order/42.
status-changed = { $count ->
        [one] Un document en quarantaine a été modifié à la main dans Dolibarr. Rien n'y est touché jusqu'à ce que quelqu'un dise quoi faire ; il dit comment.
       *[other] { $count } documents en quarantaine ont été modifiés à la main dans Dolibarr. Rien n'y est touché jusqu'à ce que quelqu'un dise quoi faire ; chacun dit comment.
    }
status-attention = À regarder :
status-more = { $count ->
        [one] … et un de plus.
       *[other] … et { $count } de plus.
    } « passerelle status --all » montre tout.
status-derived = { $count ->
        [one] Un document de plus attend ceux-ci et suivra tout seul : { $kinds }.
       *[other] { $count } de plus attendent ceux-ci et suivront tout seuls : { $kinds }.
    }
why-unknown = On ne sait rien de « { $reference } ». Donnez une référence de la boutique, ou un genre et un numéro comme order/42 ; « passerelle sync » trouve d'abord ce qui est nouveau.
why-link = Dans Dolibarr : { $kind } { $id }
why-proof = boutique { $shop_net } / { $shop_gross } = Dolibarr { $erp_net } / { $erp_gross } (HT / TTC), dont en lignes d'arrondi { $rounding_net } / { $rounding_gross }
why-proof-rate = { $rate } : boutique { $shop_net } / { $shop_gross }, Dolibarr { $erp_net } / { $erp_gross }
remarks-prices = { $products ->
        [one] Un produit a
       *[other] { $products } produits ont
    } dans la boutique des prix spécifiques que l'API de Dolibarr ne peut écrire : { $prices }{ $customer ->
    [none] {""}
   *[some] , pour un client { $customer }
    }{ $group ->
    [none] {""}
   *[some] , pour un groupe de clients { $group }
    }{ $country ->
    [none] {""}
   *[some] , pour un pays { $country }
    }{ $currency ->
    [none] {""}
   *[some] , pour une devise { $currency }
    }{ $quantity ->
    [none] {""}
   *[some] , à partir d'une quantité { $quantity }
    }{ $period ->
    [none] {""}
   *[some] , pour un certain temps { $period }
    }{ $everybody ->
    [none] {""}
   *[some] , pour tous { $everybody }
    }. « passerelle why product/… » dit lesquels ; saisissez à la main ceux dont vous avez besoin.
remarks-fields = Attributs supplémentaires qui ne peuvent contenir toutes les valeurs de la boutique : { $fields }. « passerelle why product/… » dit quoi faire.
remarks-fixed = { $products ->
        [one] Un produit garde le prix de sa création :
       *[other] { $products } produits gardent le prix de leur création :
    } Dolibarr tient des prix par niveau, par client ou par quantité. « passerelle doctor » dit quoi faire.
remarks-others = { $kind } : { $count ->
        [one] un document est à jour avec quelque chose à savoir. « passerelle status --all » et « passerelle why » disent quoi.
       *[other] { $count } sont à jour avec quelque chose à savoir. « passerelle status --all » et « passerelle why » disent quoi.
    }
plan-nothing = Rien à faire.
plan-in-step = à jour
plan-to-do = à faire
plan-ignored = écartés par une règle
plan-refused = refusés

## Ce qui est énuméré dans la boutique
listing-order = Commandes
listing-all-orders = Toutes les commandes
listing-dolibarr = Documents dans Dolibarr
listing-order-payments = Paiements
listing-order-invoices = Factures
listing-order-histories = Changements d'état
listing-order-slips = Avoirs
listing-order-carriers = Livraisons
listing-customer = Clients
listing-customer-addresses = Adresses de clients
listing-address = Adresses
listing-group = Groupes de clients
listing-categories = Catégories
listing-attributes = Attributs
listing-attribute-values = Valeurs d'attributs
listing-products = Produits
listing-specific-prices = Prix spécifiques
listing-combinations = Déclinaisons
listing-stock = Stock

## Genres de Dolibarr
erp-kind-category = catégorie
erp-kind-product = produit
erp-kind-third-party = tiers
erp-kind-contact = contact
erp-kind-order = commande
erp-kind-invoice = facture
erp-kind-payment = règlement
erp-kind-order-line = ligne de commande
erp-kind-stock-movement = mouvement de stock
erp-kind-customer-category = catégorie de clients
erp-kind-attribute = attribut
erp-kind-attribute-value = valeur d'attribut
erp-kind-variant = variante
erp-kind-stock = stock du produit
erp-kind-file = fichier

## Genres et états
kind-service = Produits de service
kind-category = Catégories
kind-attribute = Attributs
kind-attributevalue = Valeurs d’attributs
kind-product = Produits
kind-combination = Déclinaisons
kind-pack = Packs
kind-images = Images
kind-group = Groupes de clients
kind-collective = Tiers communs à plusieurs clients
kind-customer = Clients
kind-address = Adresses
kind-company = Sociétés des clients
kind-order = Commandes
kind-stock = Stock
kind-one-service = Produit de service
kind-one-category = Catégorie
kind-one-attribute = Attribut
kind-one-attributevalue = Valeur d’attribut
kind-one-product = Produit
kind-one-combination = Déclinaison
kind-one-pack = Pack
kind-one-images = Images du produit
kind-one-group = Groupe de clients
kind-one-collective = Tiers commun à plusieurs clients
kind-one-customer = Client
kind-one-address = Adresse
kind-one-company = Société d'un client
kind-one-order = Commande
kind-one-stock = Stock du produit
kind-one-invoice = Facture
kind-one-payment = Règlement
kind-one-slip = Avoir
state-in-step = à jour
state-waiting = en attente
state-parked = attend d'autres
state-running = en cours
state-retrying = sera réessayé
state-failed = en échec
state-quarantined = en quarantaine
state-ignored = écarté
outcome-done = fait
outcome-nothing-done = était déjà fait
outcome-rejected = refusé par Dolibarr
outcome-rolled-back = annulé par Dolibarr
outcome-throttled = différé par Dolibarr
outcome-unknown = réponse perdue
outcome-not-sent = pas envoyé
outcome-found = avait été exécuté, comme on l'a vu ensuite
outcome-superseded = replanifié après vérification
outcome-under-way = en cours, ou interrompu
operation-category-create = créer la catégorie
operation-category-update = mettre à jour la catégorie
operation-product-create = créer le produit
operation-product-on-sale = mettre le produit en vente le temps de valider la commande
operation-product-off-sale = remettre le produit hors vente
operation-product-update = mettre à jour le produit
operation-attribute-create = créer l’attribut
operation-attribute-update = mettre à jour l’attribut
operation-attribute-value-create = créer la valeur d’attribut
operation-attribute-value-update = mettre à jour la valeur d’attribut
operation-variant-create = créer la variante du produit
operation-variant-update = mettre à jour l’impact sur le prix et le poids de la variante
operation-variant-delete = détacher la variante de son produit (le produit lui-même reste)
operation-part-add = mettre un composant dans un pack
operation-part-remove = retirer un composant d'un pack
operation-category-link = ranger dans la catégorie
operation-category-unlink = retirer de la catégorie
operation-customer-category-create = créer la catégorie de clients
operation-customer-category-update = modifier la catégorie de clients
operation-customer-category-link = ranger dans la catégorie de clients
operation-customer-category-unlink = retirer de la catégorie de clients
operation-third-party-create = créer le tiers
operation-third-party-update = mettre à jour le tiers
operation-contact-create = créer le contact
operation-contact-update = mettre à jour le contact
operation-order-create = créer la commande
operation-order-contact-link = fixer le contact de la commande
operation-order-contact-unlink = retirer une autre adresse de la commande
operation-order-check = vérifier les sommes du brouillon de commande
operation-invoice-check = vérifier les sommes du brouillon de facture
operation-order-validate = valider la commande
operation-order-close = classer la commande livrée
operation-order-set-invoiced = classer la commande facturée
operation-order-cancel = annuler la commande
operation-order-note = mettre à jour la note de la commande
operation-order-draft = repasser la commande en brouillon
operation-order-line-create = ajouter une ligne de la commande
operation-order-line-update = modifier une ligne de la commande
operation-order-line-delete = retirer une ligne de la commande
operation-order-restore = revenir sur l'annulation de la commande
operation-invoice-create = créer la facture
operation-invoice-contact-link = fixer le contact de la facture
operation-invoice-contact-unlink = retirer une autre adresse de la facture
operation-invoice-number = donner à la facture le numéro de la boutique
operation-invoice-update = donner à la facture brouillon le numéro et la date de la boutique
operation-invoice-validate = valider la facture
operation-invoice-set-paid = classer la facture payée
operation-payment-create = enregistrer le règlement
operation-credit-note-create = créer l'avoir
operation-stock-move = mouvement de stock dans l'entrepôt

## Dolibarr
erp-address-invalid = « { $address } » n'est pas une adresse. Donnez celle de Dolibarr, par exemple https://erp.example.com.
erp-address-with-password = L'adresse de { $host } contient un nom d'utilisateur ou un mot de passe. Donnez l'adresse seule ; la clé va dans PASSERELLE_ERP_KEY.
erp-key-invalid = La clé API de Dolibarr contient des caractères qu'aucune clé n'a. Recopiez-la depuis la fiche de l'utilisateur dans Dolibarr.
erp-client-failed = Cette machine ne peut pas établir de connexion sécurisée. Vérifiez ses certificats (paquet ca-certificates).
erp-host-unknown = L'hôte de Dolibarr { $host } n'existe pas. Vérifiez l'adresse dans la section [erp] de la configuration.
erp-connection-refused = Rien n'écoute à { $host }. Vérifiez l'adresse et le port de Dolibarr, et que son serveur web tourne.
erp-connection-timed-out = { $host } n'accepte pas la connexion. Vérifiez l'adresse de Dolibarr, et les pare-feu entre les deux.
erp-unreachable = { $host } est injoignable. Vérifiez l'adresse de Dolibarr et le réseau.
erp-tls-failed = Aucune connexion sécurisée à { $host } n'est possible. Vérifiez que l'adresse commence bien par http ou https et que le certificat de Dolibarr est valable.
erp-timed-out = Dolibarr n'a pas répondu en { $seconds } s. Ce sera revu tout seul plus tard ; si cela dure, cherchez pourquoi Dolibarr est lent.
erp-connection-lost = La connexion à { $host } s'est rompue avant la réponse de Dolibarr. Ce sera revu tout seul plus tard.
erp-answer-too-large = La réponse de Dolibarr dépasse { $megabytes } Mo.
erp-redirected = L'adresse de Dolibarr renvoie ailleurs : { $to }. Donnez cette adresse dans la section [erp] de la configuration.
erp-not-dolibarr = Ce qui répond n'est pas l'API de Dolibarr (statut { $status }). Vérifiez l'adresse, et que le module API REST est activé.
erp-key-refused = Dolibarr n'accepte pas la clé API. Recopiez-la depuis la fiche de l'utilisateur dans Dolibarr, et vérifiez que l'utilisateur est actif.
erp-admin-required = Dolibarr réserve cela aux administrateurs. Utilisez la clé d'un administrateur, ou nommez l'utilisateur dans la constante { $constant }.
erp-right-missing = Il manque un droit à l'utilisateur de la clé dans Dolibarr : { $right }. Donnez-le sur la fiche de l'utilisateur, onglet Permissions.
erp-module-off = Le module { $module } est désactivé dans Dolibarr. Activez-le sous Accueil > Configuration > Modules.
erp-firewall-refused = La protection de Dolibarr contre les attaques a refusé cette étape : { $call }. Merci de le signaler.
erp-throttled = Dolibarr demande moins d'appels. La suite se fait plus lentement, toute seule.
erp-unavailable = Le serveur de Dolibarr échoue (statut { $status }) sans dire pourquoi. Voyez le journal de son serveur web ; ce sera réessayé tout seul plus tard.
erp-answer-unreadable = La réponse de Dolibarr à cette étape est illisible : { $call }. Ce sera revu tout seul plus tard ; si cela dure, voyez le journal de Dolibarr.
erp-deadlock = La base de Dolibarr a refusé un instant (interblocage). C'est réessayé tout seul.
erp-number-taken = Deux appels ont pris le même numéro dans Dolibarr ; celui-ci a été annulé. C'est réessayé tout seul.
erp-reference-taken = Autre chose dans Dolibarr a déjà cette référence (étape : { $call }). Changez l'une des deux, puis lancez « passerelle retry ».
erp-barcode-taken = Un autre produit de Dolibarr a déjà ce code-barres. Changez l'un des deux.
erp-product-off-sale = Dolibarr ne valide pas une commande dont un produit n'est pas en vente. Mettez le produit en vente dans Dolibarr, ou mettez la constante ORDER_NOCHECK_ONSALE_PRODUCTS_ONVALID à 1 (Accueil > Configuration > Divers), puis lancez « passerelle retry ».
erp-stock-negative = Dolibarr refuse de sortir de l'entrepôt plus de marchandises qu'il n'en contient. Corrigez le niveau dans Dolibarr, ou supprimez la constante STOCK_DISALLOW_NEGATIVE_TRANSFER (Accueil > Configuration > Divers), puis lancez « passerelle retry ».
erp-label-taken = Une autre catégorie de Dolibarr a ce libellé sous le même parent. Changez l'une des deux.
erp-customer-code-refused = La numérotation des clients de Dolibarr refuse le code. Vérifiez le masque des codes client sous Accueil > Configuration > Modules > Tiers.
erp-bank-account-unknown = Le compte bancaire n'existe pas dans Dolibarr. Corrigez la section [payments] de la configuration.
erp-payment-too-high = Le paiement dépasse ce qui reste à payer sur la facture. Voyez les règlements qu'elle a dans Dolibarr.
erp-cheque-issuer-missing = Dolibarr veut l'émetteur du chèque.
erp-emoji-refused = La base de Dolibarr ne peut pas enregistrer un emoji ou un autre caractère de 4 octets ({ $field }). Mettez $dolibarr_main_db_character_set='utf8mb4' dans son conf.php, ou retirez le caractère dans la boutique, puis lancez « passerelle retry ».
erp-text-too-long = Le texte de { $field } dépasse les { $limit } caractères que Dolibarr peut garder. Raccourcissez-le dans la boutique.
erp-object-missing = Ce qui devait être modifié n'est plus dans Dolibarr (étape : { $call }). Ce sera revu à la prochaine synchronisation.
erp-related-missing = Quelque chose qui en fait partie n'est plus dans Dolibarr (étape : { $call }). Ce sera revu à la prochaine synchronisation.
erp-value-refused = Dolibarr a refusé une valeur à cette étape : { $call }. Ses propres mots : « { $detail } ». Corrigez la valeur dans la boutique, ou la règle dans Dolibarr, puis lancez « passerelle retry ».
erp-sql-error = La base de Dolibarr a refusé cette étape : { $call }. Ses propres mots : « { $detail } ». Demandez à qui s'occupe de Dolibarr, puis lancez « passerelle retry ».
erp-webhook-failed = Un webhook ou un autre module de Dolibarr a arrêté cette étape : { $call }. Voyez les cibles des webhooks dans Dolibarr, puis lancez « passerelle retry ».
erp-no-effect = Dolibarr a répondu que tout va bien, mais cette étape n'a rien changé : { $call }. Faites la modification à la main dans Dolibarr pour voir ce qui la retient, puis lancez « passerelle retry ».
erp-refused = Dolibarr a refusé cette étape : { $call }. Ses propres mots (statut { $status }) : « { $detail } ». Changez dans Dolibarr ou dans la boutique ce qu'ils nomment, puis lancez « passerelle retry ».
erp-target-missing = Une étape précédente n'a pas fait ce dont celle-ci a besoin : { $call }. Ce sera revu à la prochaine synchronisation.
erp-no-id = Dolibarr n'a pas dit ce qu'il a créé. Ce sera revu tout seul plus tard.
erp-look-unanswered = Dolibarr n'a pas pu dire ce qu'il faut pour décider. Lancez « passerelle retry » plus tard ; si cela dure, merci de le signaler.

## La boutique
shop-address-malformed = L'adresse de la boutique n'en est pas une. Donnez-la comme dans le navigateur, par exemple https://boutique.example.com.
shop-client-failed = Cette machine ne peut pas établir de connexion sécurisée. Vérifiez ses certificats (paquet ca-certificates).
shop-key-refused = La boutique n'accepte pas la clé du webservice : elle est fausse, ou désactivée. Dans le back-office, Paramètres avancés > Webservice, recopiez la clé et vérifiez qu'elle est activée.
shop-key-malformed = La clé du webservice de la boutique est mal formée : elle a 32 lettres et chiffres. Recopiez-la depuis Paramètres avancés > Webservice.
shop-key-not-forwarded = La clé n'arrive pas à la boutique : son serveur web retire l'en-tête Authorization. Demandez à l'hébergeur de le transmettre (Apache avec PHP en FastCGI : CGIPassAuth On).
shop-password-protected = Le serveur web de la boutique demande un mot de passe à lui. Exceptez-en le chemin /api.
shop-webservice-off = Le webservice de la boutique est désactivé. Activez-le dans le back-office, Paramètres avancés > Webservice.
shop-right-missing = La clé du webservice ne peut pas lire « { $resource } » ({ $method }). Dans le back-office, Paramètres avancés > Webservice, modifiez la clé et cochez cette ressource.
shop-key-not-for-shop = La clé du webservice n'est pas pour la boutique { $shop }. Dans le back-office, sous Paramètres avancés > Webservice, modifiez la clé et cochez cette boutique ; ou laissez la boutique de côté : shops dans la section [shop] de la configuration.
shop-key-not-for-address = La clé du webservice n'est pas pour la boutique de cette adresse. Dans le back-office, sous Paramètres avancés > Webservice, modifiez la clé et cochez chaque boutique à reprendre.
shop-switched-off = La boutique { $shop }, ou le multiboutique de ce PrestaShop, est désactivée, et PrestaShop ne répond pas pour elle. Activez-la dans PrestaShop, ou retirez son numéro de shops dans la section [shop] de la configuration.
shop-unknown-shop-id = Le PrestaShop n'a pas de boutique { $shop } ; il a { $available }. Corrigez shops dans la section [shop] de la configuration.
shop-unknown-language = La boutique n'a pas de langue « { $language } » ; elle a { $available }. Corrigez language dans la section [shop] de la configuration.
shop-redirects = L'adresse de la boutique { $from } renvoie ailleurs : { $to }. Donnez cette adresse dans la section [shop] de la configuration.
shop-not-a-prestashop = Ce qui répond n'est pas un webservice PrestaShop (statut { $status }). Vérifiez l'adresse de la boutique.
shop-no-webservice-here = Il n'y a pas de webservice à cette adresse (statut { $status }). Vérifiez l'adresse de la boutique ; si elle est juste, l'hébergeur doit confier /api à PrestaShop (réécriture d'URL).
shop-forbidden = Le serveur web de la boutique ou un pare-feu refuse le webservice (statut { $status }). Demandez à l'hébergeur de laisser cette machine atteindre /api.
shop-url-too-long = Le serveur web de la boutique refuse une longue adresse ({ $resource }). Demandez à l'hébergeur d'accepter des adresses de 8 ko.
shop-webservice-error = Le webservice de la boutique refuse l'appel (ressource « { $resource } », statut { $status }, code { $code }). Merci de le signaler.
shop-too-many-rows = La boutique a plus de lignes dans « { $resource } » qu'il n'est vraisemblable.
shop-certificate-refused = Le certificat de { $host }:{ $port } n'est pas valable. Renouvelez-le, ou corrigez l'adresse de la boutique.
shop-tls-failed = Aucune connexion sécurisée à { $host }:{ $port } n'est possible. Vérifiez que l'adresse de la boutique commence bien par http ou https.
shop-unknown-host = L'hôte de la boutique { $host } n'existe pas. Vérifiez l'adresse de la boutique.
shop-port-closed = Rien n'écoute à { $host }:{ $port }. Vérifiez l'adresse de la boutique, et que son serveur web tourne.
shop-connection-failed = { $host }:{ $port } est injoignable. Vérifiez l'adresse de la boutique et le réseau.
shop-connect-timed-out = { $host }:{ $port } n'a pas accepté la connexion en { $seconds } s. Vérifiez l'adresse de la boutique, et les pare-feu entre les deux.
shop-timed-out = La boutique à { $host }:{ $port } n'a pas répondu en { $seconds } s. Si cela dure, cherchez pourquoi elle est lente.
shop-maintenance = Le serveur de la boutique dit qu'il n'est pas disponible (statut { $status }), comme en maintenance. Ce sera réessayé tout seul plus tard ; en maintenance, autorisez l'adresse de cette machine.
shop-too-many-calls = La boutique demande moins d'appels (statut { $status }). La suite se fait plus lentement, toute seule.
shop-gateway-error = Le serveur de la boutique échoue (statut { $status }). Ce sera réessayé tout seul plus tard ; si cela dure, voyez son journal.
shop-crashed = La boutique a échoué sur « { $resource } » (statut { $status }, sans texte). Voyez son journal PHP.
shop-answer-unreadable = La réponse de la boutique sur « { $resource } » est illisible. Cherchez dans son journal PHP des avertissements mêlés à la réponse.
shop-answer-too-long = La réponse de la boutique sur « { $resource } » dépasse { $megabytes } Mo.
shop-empty-answer = La boutique n'a rien donné pour « { $resource } », où il doit y avoir quelque chose. Voyez son journal PHP.
shop-row-unreadable = Une ligne de « { $resource } » dans la liste de la boutique est illisible.
shop-row-unnumbered = Un enregistrement de { $resource } de la boutique n'a pas de numéro lisible (champ { $field }) : personne ne sait ce qu'il concerne. Il a été laissé de côté ; tous les autres ont continué. Corrigez-le dans la base de données de la boutique.
shop-part-of-nobody = Un enregistrement de { $part } de la boutique (numéro { $id }, champ { $field }) appartient à ce document mais ne peut pas être lu. Corrigez-le dans la base de données de la boutique, puis lancez « passerelle retry ».
shop-record-unreadable = Le champ « { $field } » de { $resource } { $id } est incompréhensible. Corrigez l'enregistrement dans la boutique, puis lancez « passerelle retry ».
shop-record-points-to-nothing = Le champ « { $field } » de { $resource } { $id } désigne { $target }, qui n'existe pas. Corrigez l'enregistrement dans la boutique, puis lancez « passerelle retry ».
shop-record-incomplete = { $resource } { $id } est incomplet : il manque { $part }. Corrigez l'enregistrement dans la boutique, puis lancez « passerelle retry ».
shop-record-breaks-answer = La boutique ne peut pas donner { $resource } { $id } : sa réponse s'interrompt ou n'est pas du JSON. Enregistrez-le à nouveau dans le back-office (cherchez des caractères étranges), puis lancez « passerelle retry ».
shop-part-breaks-answer = La boutique ne peut pas en donner une partie ({ $part }) : sa réponse s'interrompt ou n'est pas du JSON. Cherchez-y des caractères étranges, puis lancez « passerelle retry ».
shop-record-hidden = La boutique a { $resource } { $id } mais l'omet de ses listes. Enregistrez-le à nouveau dans le back-office, puis lancez « passerelle retry ».
shop-record-in-closed-shop = { $resource } { $id } n'est que dans une boutique du PrestaShop pour laquelle la clé du webservice n'est pas cochée. Dans le back-office, sous Paramètres avancés > Webservice, modifiez la clé et cochez toutes les boutiques (celles laissées de côté le restent), puis lancez « passerelle retry ».
shop-kind-not-readable = Les documents de genre { $kind } ne se lisent pas seuls.

## États, références, stock par transporteur
order-carrier-unmapped = Le transporteur « { $carrier } » de la commande { $reference } ne désigne aucun entrepôt : ses articles ne peuvent pas être sortis du stock. Ajoutez-le sous [stock.carriers] dans la configuration, ou « * » pour tout autre transporteur, puis lancez « passerelle retry { $reference } ».
invoice-without-number = La commande { $reference } a dans la boutique une facture sans numéro, alors que les factures doivent garder les numéros de la boutique. Rien n'a été écrit pour elle. Donnez-lui un numéro dans la boutique, ou mettez invoice_numbers = "erp" sous [orders], puis lancez « passerelle retry { $reference } ».
erp-invoice-number-taken = Une autre facture de Dolibarr porte déjà le numéro { $number } : celle-ci est restée à l'état de brouillon. Voyez dans Dolibarr laquelle des deux est la bonne ; si deux boutiques numérotent de même, donnez à chacune sa propre forme (invoice_number_form sous [orders]).
check-states = États pour [states] { $setting } : { $states }.
check-states-unknown = [states] { $setting } nomme des états que la boutique n'a pas : { $unknown }. La boutique a : { $available }. Corrigez la configuration.
check-invoices-off = La boutique ne numérote pas ses factures (Commandes > Factures est désactivé). Les commandes dans un état « facture » ont tout de même leur facture dans Dolibarr, avec la référence de la commande au lieu du numéro ; là où aucun état n'a cet attribut, mettez invoice_without_shop = true sous [states]. PrestaShop n'enregistre alors aucun paiement quand une commande en attente de paiement est marquée payée : saisissez-le sur la page de la commande.
check-invoice-numbers-without-invoices = [orders] invoice_numbers = "shop" demande des factures numérotées par la boutique, mais la boutique n'en numérote pas (Commandes > Factures est désactivé), ou invoice_without_shop en fait d'après les commandes. Mettez invoice_numbers = "erp".
check-invoice-numbers-shop = Les factures gardent les numéros de la boutique, écrits comme { $example }. Dolibarr ne les compte pas : aucune autre facture ne doit être numérotée sous cette forme.
check-stock-not-counted = [stock.carriers] choisit des entrepôts, mais Dolibarr ne sort les articles du stock ni à la validation d'une commande ni à celle d'une facture. Activez l'une des deux règles dans Dolibarr (Configuration > Modules > Stocks), ou laissez [stock.carriers] vide.
check-stock-counted-twice = Dolibarr sort les articles du stock à la fois à la validation de la commande et à celle de la facture. Passerelle ne nomme l'entrepôt que pour la commande. Désactivez l'une des deux règles dans Dolibarr (Configuration > Modules > Stocks).
check-stock-counted-with-shipments = Dolibarr sort aussi les articles du stock avec les expéditions. Qui fait des expéditions dans Dolibarr les sort deux fois : désactivez l'une des règles dans Dolibarr (Configuration > Modules > Stocks).
check-carriers-unmapped = Ces transporteurs de la boutique ne désignent aucun entrepôt : { $carriers }. Leurs commandes sont mises en quarantaine. Ajoutez-les sous [stock.carriers] dans la configuration, ou « * » pour tout autre.
check-carrier-warehouse-unknown = Le transporteur « { $carrier } » désigne l'entrepôt { $warehouse }, que Dolibarr n'a pas. Corrigez [stock.carriers].
check-carrier-warehouse-closed = Le transporteur « { $carrier } » désigne l'entrepôt { $warehouse }, qui est fermé dans Dolibarr. Ouvrez-le, ou choisissez-en un autre sous [stock.carriers].
check-carriers = { $count ->
        [one] Un transporteur désigne un entrepôt ouvert.
       *[other] { $count } transporteurs désignent des entrepôts ouverts.
    }

## Niveaux de stock
stock-not-managed = Le stock de { $reference } est laissé de côté : les packs et les produits virtuels n'ont pas de stock propre.
stock-not-brought-over = Le stock de { $reference } est laissé de côté : aucune des boutiques reprises avec leurs niveaux n'en a une quantité.
stock-product-left-out = Le stock de { $reference } est laissé de côté, car le produit lui-même n'est pas dans Dolibarr.
stock-no-warehouse = Aucun entrepôt n'est choisi pour le stock de { $reference }. Réglez « warehouse » dans la section [stock] (ou [erp]) de la configuration.
stock-product-gone = Le produit numéro { $product } n'est plus dans Dolibarr : il ne peut pas avoir de niveau. Lancez « passerelle sync products », puis « passerelle sync stock ».
stock-of-service = Le produit numéro { $product } est un service dans Dolibarr, où les services n'ont pas de stock. Faites-en un produit dans Dolibarr, ou un produit virtuel dans la boutique.
stock-by-lot = Le produit numéro { $product } est suivi par lots ou numéros de série dans Dolibarr ; la boutique ne connaît que des quantités, son niveau n'est donc pas écrit. Désactivez les lots pour ce produit dans Dolibarr, ou tenez son niveau à la main.
stock-combination-missing = { $count ->
        [one] Une déclinaison du produit n'est pas dans Dolibarr, son niveau non plus : { $combinations }.
       *[other] { $count } déclinaisons du produit ne sont pas dans Dolibarr, leurs niveaux non plus : { $combinations }.
    } Tous les autres niveaux sont justes. « passerelle why combination/… » dit ce qui les retient.
stock-drift = Le stock a bougé dans Dolibarr sans que la boutique le sache (quantité en boutique / niveau dans Dolibarr ; # est une déclinaison) : { $levels }. Saisissez la bonne quantité dans la boutique, ou annulez le mouvement dans Dolibarr ; avec drift = "correct" dans la section [stock], Passerelle remet la quantité de la boutique.
stock-never-agrees = Le niveau dans Dolibarr a été corrigé plusieurs fois et diffère de nouveau à chaque fois. Autre chose le modifie : regardez les mouvements de stock du produit dans Dolibarr, puis lancez « passerelle retry ».
stock-read-back = Les niveaux ont été écrits et sont relus avant de compter comme à jour.
check-levels = Les quantités de la boutique vont dans l'entrepôt { $warehouse }. L'utilisateur de Dolibarr a besoin de la permission « Créer/modifier les stocks », qui ne peut pas être essayée sans écrire.
check-levels-no-module = Les niveaux de stock doivent être repris (« levels » dans la section [stock] de la configuration), mais le module Stocks est désactivé dans Dolibarr. Activez-le (Configuration > Modules), ou réglez levels = false.
check-levels-warehouse-choose = Les niveaux de stock doivent être repris, mais aucun entrepôt n'est choisi. Réglez « warehouse » dans la section [stock] sur le numéro de l'un de ceux-ci : { $warehouses }.
check-levels-warehouse-none = Les niveaux de stock doivent être repris, mais Dolibarr n'a aucun entrepôt ouvert. Créez-en un, et réglez « warehouse » dans la section [stock] sur son numéro.
check-levels-warehouse-unknown = Les niveaux de stock doivent aller dans l'entrepôt { $warehouse }, que Dolibarr n'a pas. Corrigez « warehouse » dans la section [stock] ou [erp] : { $warehouses }.
check-levels-warehouse-closed = Les niveaux de stock doivent aller dans l'entrepôt { $warehouse }, qui est fermé dans Dolibarr. Ouvrez-le, ou choisissez-en un autre dans la section [stock].
check-levels-shipments = Dolibarr sort les articles du stock avec les expéditions. Ce que la boutique a vendu a quitté sa quantité dès la commande : l'expédition est donc signalée comme un mouvement fait dans Dolibarr. Faites plutôt sortir les articles avec les commandes ou les factures (Configuration > Modules > Stocks).
check-levels-other-warehouse = Les commandes sortent les articles de l'entrepôt { $warehouses }, alors que les quantités de la boutique vont dans { $warehouse } : ce qui est vendu manque dans les deux. Choisissez le même entrepôt dans [stock.carriers] et dans [stock].
kind-one-image = Image
kind-one-combinationimage = Image de déclinaison
operation-image-upload = mettre une image dans le dossier du produit
operation-file-copy = copier un document dans le dossier de la nouvelle référence
operation-file-delete = supprimer un fichier
images-not-wanted = Les images ne sont pas reprises ([catalogue] images = "none").
images-product-absent = Son produit n'est pas dans Dolibarr : ses images n'ont pas de place.
images-product-missing = Le produit { $reference } ({ $product } dans la boutique) n'est plus dans Dolibarr : ses images n'ont pas de place. Lancez « passerelle retry product/{ $product } », puis « passerelle retry images/{ $product } ».
images-need-ecm = Les images de { $reference } attendent : jusqu'à la version 17, Dolibarr n'accepte de fichiers qu'avec son module GED / ECM. Activez-le (Accueil > Configuration > Modules > GED), donnez à l'utilisateur de la clé le droit de soumettre des documents, puis lancez « passerelle sync ».
images-broken = Produit { $reference } ({ $product } dans la boutique) : { $count ->
        [one] une de ses images n'a pas pu être reprise (numéro { $images })
       *[other] { $count } de ses images n'ont pas pu être reprises (numéros { $images })
    } ; tout le reste y est. « passerelle why images/{ $product } » dit pourquoi. Envoyez-les de nouveau dans la boutique ou, quand leurs fichiers sont réparés, lancez « passerelle retry images/{ $product } ».
product-kept-again = Un autre produit avait sa référence ou son code-barres ; il est revu une fois de plus.
images-order-again = Des images ont été remplacées par d'autres ; leur ordre est revu.
image-too-long = L'image { $image } dépasse { $megabytes } mégaoctets et a été laissée de côté. Envoyez-en une plus petite dans la boutique.
image-empty = Le fichier de l'image { $image } est vide dans la boutique. Envoyez-la de nouveau.
image-not-an-image = Le fichier de l'image { $image } dans la boutique n'est ni JPEG, ni PNG, ni GIF, ni WebP. Envoyez-la de nouveau dans l'un de ces formats.
image-file-missing = La boutique a l'image { $image } du produit { $product } dans sa base, mais pas son fichier. Envoyez-la de nouveau dans la boutique.
image-crashed = La boutique a échoué en donnant l'image { $image } du produit { $product }. Nouvel essai plus tard ; si cela dure, voyez le journal d'erreurs de la boutique.
file-too-long-to-move = Le fichier { $file } dépasse { $megabytes } mégaoctets et n'a pas été déplacé vers le dossier de la nouvelle référence du produit. Déplacez-le à la main dans le dossier des documents de Dolibarr.
file-left-behind = Le fichier { $file } n'a pas été vu dans le dossier de la nouvelle référence du produit : il a été laissé dans l'ancien. Déplacez-le à la main dans le dossier des documents de Dolibarr.
erp-file-too-long = Le serveur web de Dolibarr n'accepte pas de fichier de cette longueur. Portez client_max_body_size (nginx) ou LimitRequestBody (Apache) et post_max_size de PHP à 30 mégaoctets, puis lancez « passerelle retry » pour lui.
check-images-need-ecm = Ce Dolibarr n'accepte des images qu'avec son module GED / ECM, qui est désactivé. Activez-le (Accueil > Configuration > Modules > GED) et donnez à l'utilisateur de la clé le droit de soumettre des documents, ou mettez images = "none" sous [catalogue].
status-remarks = À jour, avec quelque chose à savoir ou à faire :

## Constantes de Dolibarr
constant-invoice-date-forced = Dolibarr date chaque facture du jour de sa validation ({ $constant } est active) : factures et avoirs n'auraient pas les dates de la boutique. Les commandes facturées ne sont pas reprises tant que vous n'avez pas choisi : désactivez « Forcer la date de facturation à la date de validation » sous Accueil > Configuration > Modules > Factures, ou écrivez invoice_dates = "erp" dans la section [orders] de la configuration si vous voulez la date de Dolibarr. Avec invoice_numbers = "shop", les factures gardent la date de la boutique, mais pas les avoirs.
constant-invoice-date-order = Dolibarr ne valide aucune facture plus ancienne que sa dernière ({ $constant } est active). Les factures qui arrivent tard restent en brouillon et leurs commandes échouent. Pour la première reprise, mettez la constante à 0 sous Accueil > Configuration > Divers ; vous pourrez la réactiver ensuite.
constant-invoice-mask = Dolibarr numérote les factures selon un masque ({ $constant } est mercure), et le masque des factures ou des avoirs est vide : aucune ne peut être validée. Remplissez les deux masques sous Accueil > Configuration > Modules > Factures.
constant-invoice-email = Dolibarr ne valide aucune facture d'un client sans adresse e-mail valide ({ $constant } est active). Les tiers qui représentent plusieurs clients (invités d'un pays, clients effacés) n'en ont pas : leurs commandes échoueraient. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Obligatoire pour valider des factures », ou donnez une adresse à ces tiers.
constant-invoice-vat-number = Dolibarr ne valide aucune facture d'un client sans numéro de TVA ({ $constant } est active). Les particuliers n'en ont pas : leurs factures restent en brouillon et leurs commandes échouent. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Obligatoire pour valider des factures ».
constant-invoice-account-code = Dolibarr ne valide aucune facture d'un client sans code comptable ({ $constant } est active). Passerelle n'en écrit pas : laissez Dolibarr le créer (Accueil > Configuration > Modules > Tiers, modèle de code comptable aquarium), ou désactivez l'obligation au même endroit, colonne « Obligatoire pour valider des factures ».
constant-invoice-company-number = Dolibarr ne valide aucune facture d'une société de son pays sans identifiant professionnel { $number } ({ $constant } est active). Si le client de la boutique ne l'a pas donné, la facture reste en brouillon et la commande échoue. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Obligatoire pour valider des factures », ou complétez le numéro.
constant-invoice-company-number-unknown = Dolibarr ne valide aucune facture d'une société de son pays sans identifiant professionnel { $number } ({ $constant } est active), et la boutique ne connaît pas ce numéro : ces commandes échouent. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Obligatoire pour valider des factures ».
constant-order-mask = Dolibarr numérote les commandes selon un masque ({ $constant } est saphir), et le masque est vide : aucune commande ne reçoit de numéro. Remplissez le masque sous Accueil > Configuration > Modules > Commandes clients.
constant-order-second-invoice = Dolibarr crée une facture à lui pour chaque commande clôturée ({ $constant } est active) : les commandes livrées seraient facturées deux fois. Passerelle laisse donc les commandes livrées à l'état validé et ne les clôture pas. Pour qu'elles le soient, désactivez « Créer automatiquement une facture client à la clôture d'une commande » sous Accueil > Configuration > Modules > Workflow inter-modules, puis lancez « passerelle retry ».
constant-payment-mask = Dolibarr numérote les règlements selon un masque ({ $constant } est ant), et le masque est vide. Remplissez-le sous Accueil > Configuration > Modules > Factures, onglet Règlements.
constant-customer-code-mask = Dolibarr crée les codes clients selon un masque ({ $constant } est elephant), et le masque est vide : aucun client ne peut être créé. Remplissez le masque sous Accueil > Configuration > Modules > Tiers.
constant-customer-code-free = Le modèle de codes clients de Dolibarr est leopard ({ $constant }), qui n'en crée aucun : les tiers créés par Passerelle n'ont pas de code. S'ils doivent en avoir un, choisissez monkey ou elephant sous Accueil > Configuration > Modules > Tiers.
constant-customer-code-ours = Dolibarr exige un code pour chaque client mais son modèle leopard n'en crée aucun ({ $constant }, MAIN_COMPANY_CODE_ALWAYS_REQUIRED). Les clients reçoivent donc un code de Passerelle, comme PS1-42. Pour que Dolibarr les crée, choisissez monkey ou elephant sous Accueil > Configuration > Modules > Tiers.
constant-customer-email = Dolibarr exige une adresse e-mail pour chaque tiers ({ $constant } est active). Ceux qui représentent plusieurs clients (invités d'un pays, clients effacés) n'en ont pas : ils échouent, avec leurs commandes. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Obligatoire pour créer des tiers ».
constant-customer-email-unique = Dolibarr n'accepte chaque adresse e-mail qu'une fois ({ $constant } est active). Un invité qui commande deux fois a deux comptes dans la boutique : le second échoue. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Doit être unique », ou mettez tous les invités sur un seul tiers (guests dans la section [customers]).
constant-customer-vat-number = Dolibarr exige un numéro de TVA pour chaque tiers ({ $constant } est active). Les particuliers n'en ont pas et échouent, avec leurs commandes. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Obligatoire pour créer des tiers ».
constant-customer-vat-number-unique = Dolibarr n'accepte chaque numéro de TVA qu'une fois ({ $constant } est active). Deux clients d'une même société ne peuvent pas l'avoir tous deux : le second échoue. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Doit être unique ».
constant-customer-account-code = Dolibarr exige un code comptable pour chaque client ({ $constant } est active), et Passerelle n'en écrit pas : les clients et leurs commandes échouent. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Obligatoire pour créer des tiers ».
constant-customer-company-number = Dolibarr exige l'identifiant professionnel { $number } des sociétés de son pays, et depuis la version 21 des particuliers aussi ({ $constant } est active). Les clients qui ne l'ont pas donné dans la boutique échouent. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Obligatoire pour créer des tiers ».
constant-customer-company-number-unknown = Dolibarr exige l'identifiant professionnel { $number } des sociétés de son pays, et depuis la version 21 des particuliers aussi ({ $constant } est active). La boutique ne connaît pas ce numéro : ils échouent. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Obligatoire pour créer des tiers ».
constant-customer-company-number-unique = Dolibarr n'accepte chaque identifiant professionnel { $number } qu'une fois ({ $constant } est active). Deux clients d'une même société ne peuvent pas l'avoir tous deux : le second échoue. Désactivez-la sous Accueil > Configuration > Modules > Tiers, colonne « Doit être unique ».
constant-stock-for-orders = Dolibarr n'accepte aucune commande de plus de pièces qu'il n'en a en stock ({ $constant } est active). Passerelle regarde d'abord le stock et ne reprend ces commandes que lorsqu'il suffit. Désactivez-la sous Accueil > Configuration > Modules > Stock : ce que la boutique a vendu est vendu.
constant-stock-for-invoices = Dolibarr n'accepte aucune facture de plus de pièces qu'il n'en a en stock ({ $constant } est active). Passerelle regarde d'abord le stock et ne reprend ces commandes que lorsqu'il suffit. Désactivez-la sous Accueil > Configuration > Modules > Stock : ce que la boutique a vendu est vendu.
constant-stock-negative = Dolibarr ne laisse aucun stock descendre sous zéro ({ $constant } à partir de la version 22, STOCK_ALLOW_NEGATIVE_TRANSFER désactivée avant). Les commandes qui prennent plus de marchandises qu'il n'y en a attendent, et les quantités négatives ne peuvent pas être reprises. Autorisez le stock négatif sous Accueil > Configuration > Modules > Stock.
constant-barcode-mask = Dolibarr vérifie les codes-barres des produits selon un masque ({ $constant } est définie) : les produits dont le code-barres ne convient pas échouent. Désactivez la vérification sous Accueil > Configuration > Modules > Codes-barres.
constant-categories-above = Dolibarr met un produit qui entre dans une catégorie aussi dans toutes celles au-dessus ({ $constant } est active). Les produits sont alors dans plus de catégories que dans la boutique, et Passerelle les en retire quand ils changent. Désactivez-la sous Accueil > Configuration > Modules > Tags/Catégories.
constant-advanced-rights = Dolibarr demande des droits propres pour valider ({ $constant } est active) : l'utilisateur de la clé doit avoir « Valider les commandes clients » et « Valider les factures clients » en plus du droit de les créer, même s'il est administrateur. On ne peut pas l'essayer sans écrire.
constant-order-mails = Dolibarr envoie un e-mail pour chaque commande validée ({ $constant }) : une première reprise en envoie autant qu'il y a de commandes. Videz l'adresse sous Accueil > Configuration > Modules > Notifications par e-mail jusqu'à la fin de la première reprise.
constant-invoice-mails = Dolibarr envoie un e-mail pour chaque facture validée ({ $constant }) : une première reprise en envoie autant qu'il y a de factures. Videz l'adresse sous Accueil > Configuration > Modules > Notifications par e-mail jusqu'à la fin de la première reprise.
erp-company-currency-unknown = Dolibarr ne dit pas la devise de la société de façon compréhensible (constante MAIN_MONNAIE : « { $code } »). Rien n'a été écrit. Choisissez la devise sous Accueil > Configuration > Société/Organisation, puis recommencez.
erp-constant-strange = La constante { $constant } de Dolibarr a la valeur « { $value } », que Passerelle ne comprend pas, et les totaux en dépendent. Rien n'a été écrit. Corrigez-la sous Accueil > Configuration > Limites et précision, ou sous Divers.

## Ce que montrent les documents validés
order-shows-otherwise = La commande { $reference } est dans Dolibarr sous { $erp_reference }, mais pas telle qu'elle a été écrite.{ $shop_day ->
    [none] {""}
   *[other] {" "}Sa date y est { $erp_day }, dans la boutique { $shop_day }.
    }{ $shop_number ->
    [none] {""}
   *[other] {" "}Son numéro devrait être { $shop_number }.
    }{ $shop_party ->
    [none] {""}
   *[other] {" "}Elle est sur le tiers { $erp_party } au lieu de { $shop_party }.
    } Corrigez-la dans Dolibarr si cela compte pour vous ; « passerelle doctor » nomme les réglages de Dolibarr qui font cela.
invoice-shows-otherwise = La facture { $erp_reference } de la commande { $reference } est validée dans Dolibarr, mais pas telle qu'elle a été écrite.{ $shop_day ->
    [none] {""}
   *[other] {" "}Sa date y est { $erp_day }, dans la boutique { $shop_day }.
    }{ $shop_number ->
    [none] {""}
   *[other] {" "}Son numéro devrait être { $shop_number }.
    }{ $shop_party ->
    [none] {""}
   *[other] {" "}Elle est sur le tiers { $erp_party } au lieu de { $shop_party }.
    } Une facture validée n'est jamais modifiée. Informez votre comptable : elle peut rester, ou être annulée par un avoir puis refaite. « passerelle doctor » nomme les réglages de Dolibarr qui font cela.
payment-by-other = Le paiement par { $methods } a été enregistré comme toutes les méthodes que la configuration ne nomme pas ([payments."*"]). Si c'est juste, nommez la méthode dans la section [payments] : cette remarque disparaît au prochain « passerelle retry ». Sinon, corrigez le mode et le compte du paiement dans Dolibarr, et nommez la méthode de même.
check-payments-other = Ces moyens de paiement ne sont pas dans la section [payments] de la configuration : leurs paiements vont là où « * » le dit : { $methods }. Nommez chacun avec son mode et son compte. Ou écrivez other_payments = "wait" dans la section [orders] : ces paiements attendent alors d'être nommés.
check-payments-wait = Les paiements par ces moyens attendent, car la section [payments] de la configuration ne les nomme pas : { $methods }. Nommez chacun avec son mode et son compte, puis lancez « passerelle retry » pour leurs commandes.
stock-elsewhere = Dolibarr a des pièces dans des entrepôts que Passerelle ne tient pas, en plus de celles de la boutique (# est une déclinaison) : { $elsewhere }. Déplacez-les ou sortez-les dans Dolibarr si ce sont celles de la boutique. Si elles doivent y être, écrivez elsewhere = "ignore" dans la section [stock].
check-levels-elsewhere = Ces entrepôts ouverts ne reçoivent rien des quantités de la boutique : { $warehouses }. Les pièces de ses produits qui s'y trouvent s'ajoutent à celles de la boutique, et « passerelle status » les indique pour chaque produit. Avec elsewhere = "ignore" dans la section [stock], elles ne sont pas indiquées.
order-stock-short = Dolibarr n'a pas assez de stock pour la commande { $reference } (voulu / présent) : { $goods }. Sa configuration n'accepte aucun document pour plus qu'il n'y en a. Rien n'a été écrit. Saisissez les marchandises dans Dolibarr, ou désactivez la règle sous Accueil > Configuration > Modules > Stock ; puis lancez « passerelle retry { $reference } ».
order-currency-off = La commande { $reference } est en { $currency }, et le module Multidevise de Dolibarr est désactivé : ses paiements ne pourraient pas être enregistrés. Rien n'a été écrit. Activez le module sous Accueil > Configuration > Modules et ajoutez { $currency } avec un taux, puis lancez « passerelle retry { $reference } ».
invoice-date-forced = Dolibarr daterait les factures et avoirs de la commande { $reference } du jour de leur validation au lieu de celui de la boutique. Rien n'a été écrit. Désactivez « Forcer la date de facturation à la date de validation » sous Accueil > Configuration > Modules > Factures, ou écrivez invoice_dates = "erp" dans la section [orders] de la configuration ; puis lancez « passerelle retry { $reference } ».
erp-stock-short = Dolibarr n'a pas assez de stock, et sa configuration n'accepte aucun document ni mouvement pour plus qu'il n'y en a. Saisissez les marchandises dans Dolibarr, ou désactivez la règle sous Accueil > Configuration > Modules > Stock ; puis lancez « passerelle retry ».
erp-invoice-not-latest = Dolibarr ne valide aucune facture plus ancienne que sa dernière : celle-ci reste en brouillon. Mettez la constante INVOICE_CHECK_POSTERIOR_DATE à 0 sous Accueil > Configuration > Divers, puis lancez « passerelle retry ».
erp-barcode-refused = Dolibarr vérifie les codes-barres selon un masque, et celui du produit ne convient pas. Désactivez la vérification sous Accueil > Configuration > Modules > Codes-barres, ou corrigez le code-barres dans la boutique ; puis lancez « passerelle retry ».
erp-rule-refuses = Une règle de la configuration de Dolibarr le refuse : un champ du tiers doit être rempli, ou doit être unique. « passerelle doctor » nomme la règle. Changez-la sous Accueil > Configuration > Modules > Tiers, ou corrigez le tiers ; puis lancez « passerelle retry ».
erp-mask-missing = Dolibarr crée les numéros selon un masque qui est vide : le document reste en brouillon. « passerelle doctor » dit où le remplir ; puis lancez « passerelle retry ».

## La répétition
plan-group-created = À créer
plan-group-adopted = Adoptés : déjà dans Dolibarr, et pris pour ceux de la boutique
plan-group-changed = À modifier
plan-group-waiting = En attente d'autres
plan-group-quarantined = Mis de côté tant que personne n'agit
plan-group-ignored = Écartés par une règle
plan-group-in-step = À jour, avec quelque chose à savoir
plan-more = { $count ->
    [one] … et un autre (--all les montre tous)
   *[other] … et { $count } autres (--all les montre tous)
}
plan-adopts = numéro { $number } dans Dolibarr
plan-change = { $field } « { $old } » → « { $new } »
field-reference = référence
field-external-reference = référence externe
field-label = libellé
field-description = description
field-price = prix
field-vat = TVA
field-on-sale = en vente
field-service = service
field-barcode = code-barres
field-weight = poids
field-size = dimensions
field-cost-price = prix de revient
field-name = nom
field-email = e-mail
field-phone = téléphone
field-address = adresse
field-postcode = code postal
field-town = ville
field-country = pays
field-vat-number = numéro de TVA
field-professional-id = identifiant professionnel
field-language = langue
field-note = note
field-open = ouvert
field-customer = client
field-parent = catégorie parente
field-visible = visible

## Chiffre d'affaires déjà présent
turnover-there-already = Dolibarr contient déjà du chiffre d'affaires de cette boutique : { $there } des commandes regardées ({ $looked }), et les factures de { $invoices }, la dernière du { $latest }. { $adopted ->
    [yes] Elles sont adoptées là où les indices suffisent, jamais modifiées et jamais doublées ; « passerelle plan --all » montre chacune, et ce qu'il faut trancher. Pour les laisser de côté, réglez « since » dans la section [orders].
   *[no] L'adoption est désactivée (« turnover » dans la section [adoption] de la configuration) : chacune serait créée une seconde fois. Activez-la, ou réglez « since » dans la section [orders].
}
products-there-already = Dolibarr contient déjà { $there } des { $products } produits regardés, d'après leurs références. { $kept ->
    [none] Le libellé, le prix, la TVA et le reste de la boutique remplacent les leurs : « passerelle plan » montre chacun, avant et après. Pour garder des champs tels qu'ils sont dans Dolibarr, réglez « kept » dans la section [adoption] de la configuration.
   *[some] Les champs que « kept » nomme dans la section [adoption] de la configuration restent tels quels : « passerelle plan » montre ce qui change.
}
ask-turnover = Que faire des commandes et des factures qui sont déjà dans Dolibarr ?
ask-turnover-adopt = Les adopter : elles restent telles quelles, rien n'est doublé
ask-turnover-since = Les laisser de côté : reprendre les commandes à partir d'un jour
ask-turnover-new = Les créer toutes à nouveau (elles y seraient deux fois)
ask-since = Commandes à partir de ce jour
ask-products = À qui appartiennent les champs des produits qui sont déjà dans Dolibarr ?
ask-products-shop = À la boutique : son libellé, son prix, sa TVA et le reste remplacent les leurs
ask-products-texts-prices = Dolibarr garde leurs textes et leurs prix, le reste est à la boutique
ask-products-erp = Dolibarr les garde tous
init-keep-unknown = « { $name } » n'est pas un groupe de champs. --keep accepte texts, prices, measures, barcode, sale et extrafields, séparés par des virgules.
